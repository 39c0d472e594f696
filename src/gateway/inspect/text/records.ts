import { csvTable, states } from '../../../workers/index.js';
import { refuse } from '../refuse.js';
import { ACTIVE_LINE } from './marks.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Bytes of a record; engines here read lines of two million. */
const LONGEST_RECORD = 16_000_000;

/** Bytes of a record in which markup at its beginning is seen. */
const BEGINNING = 64;

/** Follows the records of a table as the engine reads them, and counts them. */
export interface RecordCounter {
  readonly write: (bytes: Buffer) => void;
  /** @returns how many records there were, empty lines left out */
  readonly end: () => number;
}

const table = (delimiter: string): Uint16Array =>
  csvTable({ kind: 'csv', delimiter, quote: '"', escapeMark: '"', above: 0, skipped: 0 });

/** @param name of the file, for what is refused */
export const createCounter = (name: string, delimiter: string): RecordCounter => {
  const next = table(delimiter);
  let state: number = states.start;
  let records = 0;
  let line = 1;
  let recordLine = 1;
  /** Bytes of the record that is open, of the pieces before this one; and how it begins. */
  let length = 0;
  let beginning = '';
  const checkOpen = (bytes: Buffer, from: number, to: number): void => {
    if (length + to - from > LONGEST_RECORD)
      refuse('MR8206', `"${name}" has a record of more than ${LONGEST_RECORD} bytes, line ${recordLine}`, {
        dataLine: recordLine,
      });
    const missing = BEGINNING - beginning.length;
    if (missing > 0) beginning += bytes.toString('latin1', from, Math.min(to, from + missing));
  };
  const close = (bytes: Buffer, from: number, to: number): void => {
    if (length + to - from === 0) return;
    checkOpen(bytes, from, to);
    if (ACTIVE_LINE.test(beginning))
      refuse('MR8203', `"${name}" is not a table: line ${recordLine} begins with markup that browsers run`, {
        dataLine: recordLine,
      });
    records += 1;
    length = 0;
    beginning = '';
  };
  return {
    write: (bytes) => {
      let now = state;
      let from = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] as number;
        now = next[now | byte] as number;
        if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
        if (byte === LINE_FEED) line += 1;
        if (now !== states.start) continue;
        close(bytes, from, at);
        from = at + 1;
        recordLine = line;
      }
      checkOpen(bytes, from, bytes.length);
      length += bytes.length - from;
      state = now;
    },
    end: () => {
      if (state === states.quoted)
        refuse(
          'MR8204',
          `"${name}" ends within a quoted field: a quote is opened in the record at line ${recordLine} and never closed`,
          {
            dataLine: recordLine,
          },
        );
      close(Buffer.alloc(0), 0, 0);
      return records;
    },
  };
};
