import { type CellKind, cellKind, isNullWord } from './cells.js';
import type { TextRecord } from './records.js';

/** A field without blanks around it; empty where the record has none. */
export const cell = ({ fields }: TextRecord, column: number): string => (fields[column] ?? '').trim();

/** Share of a column's cells that must be of one kind. */
const MOST = 0.8;

/** Whole numbers and those with marks are of one family with decimals. */
export const family = (kind: CellKind): CellKind =>
  kind === 'integer' || kind === 'number' ? 'decimal' : kind;

/** The kind that most cells of a column have; text where they are of several. */
export const columnKind = (cells: readonly string[]): CellKind => {
  const kinds = cells
    .filter((text) => text.trim() !== '' && !isNullWord(text))
    .map((text) => family(cellKind(text)));
  const counts = new Map<CellKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!most) return 'empty';
  return most[1] >= MOST * kinds.length ? most[0] : 'text';
};

/** The cells of each column. */
export const columnsOf = (rows: readonly TextRecord[], width: number): readonly (readonly string[])[] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => cell(row, column)));
