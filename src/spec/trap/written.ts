import type { SourceText } from '../lines.js';
import { findOutside, isBalanced } from './balance.js';

/** A value as a line of the source has it, before YAML cut it up. */
export interface Written {
  /** The key before it; a list item has none. */
  readonly key?: string;
  readonly text: string;
  /** Offset in the source. */
  readonly start: number;
}

const isComment = (text: string, at: number): boolean => text[at] === '#' && /\s/.test(text[at - 1] ?? '');

/** The value without a comment that follows it. */
const withoutComment = (text: string): string => {
  const at = findOutside(text, (offset) => isComment(text, offset));
  return (at < 0 ? text : text.slice(0, at)).trimEnd();
};

/** Splits `key: value`; a key that is cut by a quote is none. */
const keyed = (text: string, start: number): Written => {
  const [whole, key] = /^([^\s'"[{(][^:]*|'[^']*'|"[^"]*")\s*:\s+/.exec(text) ?? [];
  if (whole === undefined || key === undefined || !isBalanced(key)) return { text, start };
  return { key, text: text.slice(whole.length), start: start + whole.length };
};

const pieceOf = (text: string, from: number, to: number, start: number): Written => {
  const piece = text.slice(from, to);
  const lead = piece.length - piece.trimStart().length;
  return keyed(piece.trim(), start + from + lead);
};

/** The stretch of a flow collection that holds an offset: from comma to comma outside quotes and brackets. */
const pieceAt = ({ text, start }: Written, offset: number): Written => {
  let from = 1;
  for (;;) {
    const found = findOutside(text, (at) => /[,\]}]/.test(text[at] ?? ''), from);
    const to = found < 0 ? text.length : found;
    if (text[to] !== ',' || offset < start + to) return pieceOf(text, from, to, start);
    from = to + 1;
  }
};

/** Where the flow collection at the start of a text closes, or the end of the text. */
const closing = (text: string): number => {
  const at = findOutside(text, (offset) => /[\]}]/.test(text[offset] ?? ''), 1);
  return at < 0 ? text.length : at;
};

const narrowed = (value: Written, offset: number): Written => {
  if (!/^[[{]/.test(value.text) || offset > value.start + closing(value.text)) return value;
  const inside = pieceAt(value, offset);
  const leads = inside.start - (inside.key?.length ?? 0) <= offset + 2;
  return leads && inside.text !== '' ? narrowed(inside, offset) : value;
};

/** The value at an offset as a person meant it: the rest of the line, or a piece of a flow collection. */
export const writtenAt = (source: SourceText, offset: number): Written => {
  const { column, lineText } = source.place({ start: offset, end: offset });
  const start = offset - column + 1;
  const lead = /^\s*(?:-\s+)*/.exec(lineText)?.[0].length ?? 0;
  const value = keyed(lineText.slice(lead), start + lead);
  return narrowed({ ...value, text: withoutComment(value.text) }, offset);
};

/** A text as a quoted YAML scalar. */
export const quoteYaml = (text: string): string =>
  /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;

/** `write: where: "'a' = b"`. */
export const quotedMend = ({ key, text }: Written): string =>
  `write: ${key === undefined ? '-' : `${key}:`} ${quoteYaml(text)}`;
