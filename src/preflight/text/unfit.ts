import type { Layout } from './layout.js';
import { isBlankRecord, type TextRecord } from './records.js';

/** A record that is no row of the table. */
export interface UnfitRecord {
  /** Of the rows, from 1. */
  readonly number: number;
  /** In the file, from 1. */
  readonly line: number;
  readonly fields: number;
  readonly isBroken: boolean;
  readonly raw: string;
}

/** The first record among the rows that is none. */
export const firstUnfit = (
  all: readonly TextRecord[],
  { preamble, headers, footer, width }: Layout,
): UnfitRecord | undefined => {
  const isUnfit = (record: TextRecord): boolean =>
    !isBlankRecord(record) && (record.fields.length !== width || record.isBroken === true);
  const start = preamble + headers;
  const rows = all.slice(start, all.length - footer);
  const at = rows.findIndex(isUnfit);
  const found = rows[at];
  if (!found) return undefined;
  const line = all.slice(0, start + at).reduce((sum, { lines }) => sum + lines, 1);
  const number = rows.slice(0, at).filter((record) => !isBlankRecord(record)).length + 1;
  return { number, line, fields: found.fields.length, isBroken: found.isBroken === true, raw: found.raw };
};
