import type { RecordFormat } from './format.js';

export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
const SPACE = 32;

/**
 * Where in a record a byte stands; in steps of 256, so that a state and a byte together are a place in the table.
 * `start` is that of a record, and of each field.
 */
export const states = {
  start: 0,
  /** After one space at the start of a field: a quote still opens; after two it is text. */
  spaced: 1 << 8,
  text: 2 << 8,
  quoted: 3 << 8,
  /** After a quote that closes, unless it was the first of two. */
  closed: 4 << 8,
  escaped: 5 << 8,
  /** Within a delimiter of two, three or four bytes. */
  partOne: 6 << 8,
  partTwo: 7 << 8,
  partThree: 8 << 8,
  /** After text that follows a quote that closed, to the end of the record: the engine refuses it. */
  broken: 9 << 8,
} as const;

type State = (typeof states)[keyof typeof states];

const { start, spaced, text, quoted, closed, escaped, partOne, partTwo, partThree, broken } = states;
const PARTS = [partOne, partTwo, partThree];

type Put = (from: readonly State[], byte: number, to: State) => void;

const putQuotes = (put: Put, quote: number, escapeMark: number): void => {
  put([start, spaced], quote, quoted);
  put([quoted], quote, closed);
  if (escapeMark === quote) put([closed], quote, quoted);
  else put([quoted], escapeMark, escaped);
};

const putDelimiter = (put: Put, delimiter: Uint8Array): void => {
  for (const [index, byte] of delimiter.entries()) {
    const from = PARTS[index - 1];
    const to = index === delimiter.length - 1 ? start : (PARTS[index] ?? text);
    put(from === undefined ? [start, spaced, text, closed] : [from], byte, to);
  }
};

/**
 * The table of a machine that follows CSV byte by byte the way the engine does: `table[state | byte]` is the next state.
 * A slice in which a record is broken is refused by the engine as the file is.
 */
export const csvTable = ({ delimiter, quote, escapeMark }: RecordFormat & { kind: 'csv' }): Uint16Array => {
  const table = new Uint16Array(10 << 8).fill(text);
  table.fill(quoted, quoted, quoted + 256).fill(quoted, escaped, escaped + 256);
  table.fill(broken, closed, closed + 256).fill(broken, broken, broken + 256);
  const put: Put = (from, byte, to) => {
    for (const state of from) table[state | byte] = to;
  };
  const bytes = Buffer.from(delimiter);
  if (bytes[0] !== SPACE) put([start], SPACE, spaced);
  put([closed], SPACE, closed);
  for (const end of [LINE_FEED, CARRIAGE_RETURN])
    put([start, spaced, text, closed, broken, ...PARTS], end, start);
  putQuotes(put, quote.charCodeAt(0), escapeMark.charCodeAt(0));
  putDelimiter(put, bytes);
  return table;
};

/** Whether records are such that the engine does not refuse them for their quotes. */
export const isSound = (format: RecordFormat & { kind: 'csv' }, bytes: Uint8Array): boolean => {
  const table = csvTable(format);
  let state: number = start;
  return bytes.every((byte) => {
    state = table[state | byte] ?? broken;
    return state !== broken;
  });
};
