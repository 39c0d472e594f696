import { open } from 'node:fs/promises';
import type { RecordFormat } from './format.js';
import { CARRIAGE_RETURN, isSound, LINE_FEED } from './machine.js';
import { createScanner } from './scanner.js';

/** A file whose records can be read in slices. */
export interface RecordLayout {
  readonly path: string;
  readonly format: RecordFormat;
  /** Where the first record begins. */
  readonly from: number;
  /** The size of the file. */
  readonly to: number;
  /** What ends its records; undefined where it has no line end. */
  readonly lineEnd?: '\n' | '\r\n';
}

/** How far the head of a file may reach. */
const HEAD = 1 << 20;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Whether a byte order mark stands here. The engine takes one at the begin of what it reads for no part of it. */
export const isMarkAt = (bytes: Buffer, at: number): boolean =>
  bytes.subarray(at, at + BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);

const headOf = async (path: string): Promise<{ readonly head: Buffer; readonly size: number }> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(HEAD, size)), 0, undefined, 0);
    return { head: buffer.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
};

type Head = Pick<RecordLayout, 'from' | 'lineEnd'>;

/** Where each of the first records ends; the last is that of the first row. */
const endsOf = (head: Buffer, start: number, format: RecordFormat & { kind: 'csv' }): readonly number[] => {
  const scanner = createScanner(format);
  const ends: number[] = [];
  for (let at = start; ends.length <= format.above && at >= 0; ) {
    at = scanner.next(head, at);
    if (at >= 0) ends.push(at);
  }
  return ends;
};

/** Whether lines end in one way; lone carriage returns are no line ends here, though the engine takes them for some. */
const endsAlike = (known: Buffer, ends: readonly number[], start: number, isPair: boolean): boolean => {
  const pairs = ends.map((end) => known[end - start - 2] === CARRIAGE_RETURN);
  const returns = known.toString('latin1').split('\r').length - 1;
  return pairs.every((pair) => pair === isPair) && returns === (isPair ? ends.length : 0);
};

const csvHead = (head: Buffer, start: number, format: RecordFormat & { kind: 'csv' }): Head | undefined => {
  const { above, skipped, quote } = format;
  const ends = endsOf(head, start, format);
  const [first, from] = [ends[0], above === 0 ? start : ends[above - 1]];
  if (first === undefined || from === undefined) return undefined;
  // Quotes in lines that are no table, and a byte order mark before the first row, are not what they seem.
  if (head.subarray(start, skipped === 0 ? start : ends[skipped - 1]).includes(quote)) return undefined;
  // Of a file with a broken header the engine reads nothing, and says nothing.
  if (isMarkAt(head, from) || !isSound(format, head.subarray(start, from))) return undefined;
  const isPair = head[first - 2] === CARRIAGE_RETURN;
  const known = head.subarray(start, Math.max(first, from));
  // The engine takes the first line end for that of all records, in quotes too, and reads nothing where the header differs.
  if ((known[known.indexOf(LINE_FEED) - 1] === CARRIAGE_RETURN) !== isPair) return undefined;
  if (!endsAlike(known, ends.slice(0, Math.max(1, above)), start, isPair)) return undefined;
  return { from, lineEnd: isPair ? '\r\n' : '\n' };
};

const isObject = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** The engine takes a file for one object a line where its first line is an object, and so does this. */
const linesHead = (head: Buffer, start: number, size: number): Head | undefined => {
  let from = start;
  while ([LINE_FEED, CARRIAGE_RETURN, 32, 9].includes(head[from] ?? 0)) from += 1;
  const end = head.indexOf(LINE_FEED, from);
  if (end < 0 && head.length < size) return undefined;
  return isObject(head.toString('utf8', from, end < 0 ? head.length : end)) ? { from: start } : undefined;
};

/**
 * Looks at the first bytes of a file; undefined where it cannot be read in slices: its records end in lone carriage
 * returns, its first megabyte has no whole record, its lines are not JSON objects.
 */
export const layoutOf = async (path: string, format: RecordFormat): Promise<RecordLayout | undefined> => {
  const { head, size } = await headOf(path);
  const start = isMarkAt(head, 0) ? BYTE_ORDER_MARK.length : 0;
  const found = format.kind === 'csv' ? csvHead(head, start, format) : linesHead(head, start, size);
  return found && { path, format, to: size, ...found };
};
