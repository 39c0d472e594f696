import { eachPiece } from './pieces.js';
import type { Wanted } from './wanted.js';

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const orEnd = (at: number): number => (at < 0 ? Number.POSITIVE_INFINITY : at);

/** Calls back for each record that is whole, and gives where the rest begins: a line end in quotes ends no record. */
const eachRecord = (bytes: Buffer, onRecord: (from: number, to: number) => void): number => {
  let from = 0;
  let quote = orEnd(bytes.indexOf(QUOTE));
  let isQuoted = false;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, end + 1)) {
    for (; quote < end; quote = orEnd(bytes.indexOf(QUOTE, quote + 1))) isQuoted = !isQuoted;
    if (isQuoted) continue;
    onRecord(from, bytes[end - 1] === CARRIAGE_RETURN && end > from ? end - 1 : end);
    from = end + 1;
  }
  return from;
};

/**
 * Finds records of a UTF-8 CSV file by what is in their fields, and gives the number of each, from 1: lines above the
 * table and blank lines do not count. `above` is the number of lines before the first record.
 */
export const findRecords = async (
  path: string,
  above: number,
  wanted: Wanted,
  onFound: (row: number, record: number) => void,
): Promise<void> => {
  let record = -above;
  await eachPiece(path, (bytes) =>
    eachRecord(bytes, (from, to) => {
      if (record >= 0 && from === to) return;
      record += 1;
      if (record <= 0) return;
      const row = wanted.take(bytes, from, to);
      if (row !== undefined) onFound(row, record);
    }),
  );
};
