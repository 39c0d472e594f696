import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { flowText } from './flow-text.js';

/** A place in a document: keys from the top. */
export type DocumentPath = readonly string[];

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  (node as Ranged | null)?.range ?? undefined;

const pairIn = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((item) => String((item.key as { value?: unknown } | null)?.value ?? item.key) === key);

/** The innermost map on the way to a place, and the keys that are left from there. */
const innermost = (
  root: YAMLMap,
  path: DocumentPath,
): { readonly map: YAMLMap; readonly rest: DocumentPath } => {
  const [key = '', ...rest] = path;
  const value = pairIn(root, key)?.value;
  return rest.length > 0 && isMap(value) ? innermost(value, rest) : { map: root, rest: path };
};

const nested = (path: DocumentPath, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value over one that is there: maps together, lists one after the other, all else in its place. */
const merged = (before: unknown, after: unknown): unknown => {
  if (Array.isArray(before) && Array.isArray(after)) return [...new Set([...before, ...after])];
  if (!isObject(before) || !isObject(after)) return after;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(after, key) ? merged(before[key], after[key]) : before[key]]),
  );
};

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** Behind the last key of a block, in a line of its own, before comments that stand behind it. */
const insertIntoBlock = (text: string, map: YAMLMap, line: string): string | undefined => {
  const first = rangeOf(map.items[0]?.key)?.[0];
  const last = map.items.at(-1);
  const end = rangeOf(last?.value)?.[1] ?? rangeOf(last?.key)?.[1];
  if (first === undefined || end === undefined) return undefined;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  const begin = text[end - 1] === '\n' ? end - 1 : end;
  const next = text.indexOf('\n', begin);
  const isCrLf = next > 0 && text[next - 1] === '\r';
  const at = next < 0 ? text.length : isCrLf ? next - 1 : next;
  return replaced(text, at, at, `${isCrLf ? '\r\n' : '\n'}${indent}${line}`);
};

const insertIntoFlow = (text: string, map: YAMLMap, line: string): string | undefined => {
  const end = rangeOf(map)?.[1];
  if (end === undefined) return undefined;
  const inside = text.slice(0, end - 1).trimEnd();
  const separator = map.items.length === 0 || inside.endsWith(',') ? ' ' : ', ';
  return replaced(text, inside.length, end - 1, `${separator}${line} `);
};

/** Whether a value stands in one line, and can give way to another. */
const isShort = (value: unknown): value is Scalar | YAMLSeq =>
  isScalar(value) || (isSeq(value) && value.flow === true);

const spliced = (text: string, root: YAMLMap, path: DocumentPath, value: unknown): string | undefined => {
  const { map, rest } = innermost(root, path);
  const [key = '', ...inner] = rest;
  const pair = pairIn(map, key);
  if (pair) {
    const { value: before } = pair;
    const range = rangeOf(before);
    if (!range || inner.length > 0 || !isShort(before)) return undefined;
    return replaced(text, range[0], range[1], flowText(merged(before.toJSON(), value)));
  }
  const line = `${flowText({ [key]: nested(inner, value) }).slice(2, -2)}`;
  return map.flow === true ? insertIntoFlow(text, map, line) : insertIntoBlock(text, map, line);
};

/** The value of a document, with aliases in their places; undefined where it cannot be read. */
const readBack = (text: string): unknown => {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document.toJS();
};

/**
 * The text of a YAML document with a value at a place; every other character stays as it is. What is there already is
 * kept beside it in maps and lists, and gives way to it otherwise. The new text is read again: it says what the old one
 * said, and the value, and nothing else.
 *
 * @returns undefined where the place cannot be written so: the document is no map there, shares it by an alias, or has a
 * comment in the way.
 */
export const setValue = (text: string, path: DocumentPath, value: unknown): string | undefined => {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return undefined;
  const after = spliced(text, root, path, value);
  if (after === undefined) return undefined;
  const expected = merged(readBack(text), nested(path, value));
  return isDeepStrictEqual(readBack(after), expected) ? after : undefined;
};
