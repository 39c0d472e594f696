import { type ErrorCode, failure, MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { isExact } from '../exact-number.js';
import { MAX_DEPTH, tooDeep } from '../limits.js';
import type { SourceText } from '../lines.js';
import type { Entry, ScalarTree, Span, Tree } from '../tree.js';
import type { TreeResult } from './yaml-tree.js';

interface Cursor {
  readonly source: SourceText;
  readonly problems: Problem[];
  at: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON does not take them inside strings
const STRING = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const SPACE = /[ \t\r\n]*/y;

const match = (cursor: Cursor, pattern: RegExp): string | undefined => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.source.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
};

const problemAt = (
  cursor: Cursor,
  code: ErrorCode,
  message: string,
  { start, end }: Span,
  label?: string,
): Problem =>
  problem(code, message, {
    place: cursor.source.place({ start, end }),
    ...(label !== undefined && { label }),
    ...(code === 'MR1002' && {
      mend: 'Mend the syntax at the place shown; JSON has no comments and no trailing commas.',
    }),
  });

const expected = (cursor: Cursor, what: string): MillraceError => {
  const { at } = cursor;
  const found = cursor.source.text[at];
  const message = `malformed JSON: expected ${what}, found ${found === undefined ? 'the end' : `"${found}"`}`;
  return new MillraceError([problemAt(cursor, 'MR1002', message, { start: at, end: at + 1 })]);
};

/** The next character that counts, taken if it is the one asked for. */
const takes = (cursor: Cursor, character: string): boolean => {
  match(cursor, SPACE);
  if (cursor.source.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
};

const scalar = (cursor: Cursor): ScalarTree => {
  const start = cursor.at;
  const text = match(cursor, STRING);
  const span = (): Span => ({ start, end: cursor.at });
  if (text !== undefined) {
    const value = JSON.parse(text) as string;
    return { kind: 'scalar', value, source: value, style: 'double', span: span() };
  }
  const source = match(cursor, NUMBER) ?? match(cursor, WORD);
  if (source === undefined) throw expected(cursor, 'a value');
  const value = JSON.parse(source) as number | boolean | null;
  const kept = typeof value === 'number' && !isExact(value, source) ? source : value;
  return { kind: 'scalar', value: kept, source, style: 'plain', span: span() };
};

const list = (cursor: Cursor, depth: number): Tree => {
  const start = cursor.at - 1;
  const items: Tree[] = [];
  if (!takes(cursor, ']')) {
    do items.push(value(cursor, depth + 1));
    while (takes(cursor, ','));
    if (!takes(cursor, ']')) throw expected(cursor, '"," or "]"');
  }
  return { kind: 'list', items, flow: true, span: { start, end: cursor.at } };
};

const keyProblem = (
  cursor: Cursor,
  key: string,
  first: Entry | undefined,
  span: Span,
): Problem | undefined => {
  if (key === '__proto__') return problemAt(cursor, 'MR1024', '"__proto__" cannot be a key', span);
  if (!first?.span) return undefined;
  const { line } = cursor.source.place(first.span);
  return problemAt(cursor, 'MR1003', `duplicate key "${key}"`, span, `first given on line ${line}`);
};

const entry = (cursor: Cursor, entries: Map<string, Entry>, depth: number): void => {
  match(cursor, SPACE);
  const start = cursor.at;
  const text = match(cursor, STRING);
  if (text === undefined) throw expected(cursor, 'a key in double quotes');
  const key = JSON.parse(text) as string;
  const span = { start, end: cursor.at };
  if (!takes(cursor, ':')) throw expected(cursor, '":"');
  const tree = value(cursor, depth + 1);
  const refused = keyProblem(cursor, key, entries.get(key), span);
  if (refused) cursor.problems.push(refused);
  else entries.set(key, { key, plain: false, hasValue: true, span, value: tree });
};

const map = (cursor: Cursor, depth: number): Tree => {
  const start = cursor.at - 1;
  const entries = new Map<string, Entry>();
  if (!takes(cursor, '}')) {
    do entry(cursor, entries, depth);
    while (takes(cursor, ','));
    if (!takes(cursor, '}')) throw expected(cursor, '"," or "}"');
  }
  return { kind: 'map', entries, flow: true, span: { start, end: cursor.at } };
};

const value = (cursor: Cursor, depth: number): Tree => {
  const opens = takes(cursor, '[') ? list : takes(cursor, '{') ? map : undefined;
  if (!opens) return scalar(cursor);
  if (depth >= MAX_DEPTH)
    throw new MillraceError([tooDeep(cursor.source, { start: cursor.at - 1, end: cursor.at })]);
  return opens(cursor, depth);
};

/** Reads JSON (RFC 8259). @throws MR1002, MR1008, MR1009. */
export const readJson = (source: SourceText): TreeResult => {
  const cursor: Cursor = { source, problems: [], at: 0 };
  match(cursor, SPACE);
  if (cursor.at === source.text.length) throw failure('MR1009', `"${source.file}" is empty`);
  const tree = value(cursor, 0);
  match(cursor, SPACE);
  if (cursor.at < source.text.length) throw expected(cursor, 'the end');
  return { tree, problems: cursor.problems };
};
