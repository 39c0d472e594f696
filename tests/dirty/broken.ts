import type { DirtyFile, Mendable } from './dirty-file.js';
import type { Table } from './table.js';
import { truthOf } from './table.js';
import { file, headerOf, joined, PLAIN, recordsOf, type Style } from './write.js';

/** What becomes of the record of a row. */
export interface Broken {
  readonly row: number;
  readonly change: (record: string) => string;
  /** Whether a careful person could tell what the row was. */
  readonly mendable?: true;
}

export interface BrokenTable {
  readonly records: readonly string[];
  readonly rows: Table['rows'];
  readonly quarantined: readonly string[];
  readonly mendable: readonly Mendable[];
}

/** The records of a table of which some are broken, and what its truth is then. */
export const breakRecords = (table: Table, style: Style, breaks: readonly Broken[]): BrokenTable => {
  const at = new Map(breaks.map((one) => [one.row, one]));
  const records = recordsOf(table, style).map((record, row) => at.get(row)?.change(record) ?? record);
  const kept = table.rows.flatMap((_, row) => (at.has(row) && !at.get(row)?.mendable ? [] : [row]));
  return {
    records,
    rows: kept.flatMap((row) => table.rows.slice(row, row + 1)),
    quarantined: breaks.filter(({ mendable }) => !mendable).map(({ row }) => records[row] ?? ''),
    mendable: breaks
      .filter(({ mendable }) => mendable)
      .map(({ row }) => ({ row: kept.indexOf(row), raw: records[row] ?? '' })),
  };
};

/** A file of a clean table of which some records are broken. */
export const broken = (
  name: string,
  table: Table,
  breaks: readonly Broken[],
  changes: Partial<Style> = {},
): DirtyFile => {
  const style = { ...PLAIN, ...changes };
  const { records, ...truth } = breakRecords(table, style, breaks);
  const text = joined([headerOf(table, style), ...records], style);
  return file(name, text, { ...truthOf(table), ...truth });
};
