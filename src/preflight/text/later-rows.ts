import { type Dialect, isBlankRecord, records, type TextRecord } from './records.js';

/** What is read of each piece, in characters: enough to tell how values are written there. */
const ENOUGH = 16_384;
/** Of the records of a piece so many must be rows, or it was cut inside of a field and nothing in it is what it seems. */
const MOST = 0.9;
/** Records at the end of a file that may be its totals. */
const LAST = 20;

const isRow = (record: TextRecord, width: number): boolean =>
  record.fields.length === width && record.isBroken !== true && !record.isMended;

const rowsOf = (all: readonly TextRecord[], width: number): readonly TextRecord[] => {
  const filled = all.filter((record) => !isBlankRecord(record));
  const rows = filled.filter((record) => isRow(record, width));
  return rows.length >= filled.length * MOST ? rows : [];
};

const afterFirstLine = (text: string): string => text.slice(text.search(/\r\n|\n|\r/) + 1).replace(/^\n/, '');

/** Rows from pieces of the middle and the end of a file, whose first and last records may be cut. */
export const laterRows = (
  pieces: readonly string[],
  dialect: Dialect,
  width: number,
): readonly TextRecord[] =>
  pieces.flatMap((piece, index) => {
    const isEnd = index === pieces.length - 1;
    const part = isEnd ? piece.slice(-ENOUGH) : piece.slice(0, ENOUGH);
    const whole = records(afterFirstLine(part), dialect, { width }).slice(0, isEnd ? -LAST : -1);
    return rowsOf(whole, width);
  });
