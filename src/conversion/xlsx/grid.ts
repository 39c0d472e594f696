import { type CellObject, type Range, utils, type WorkSheet } from '@e965/xlsx';
import type { DecimalMark } from '../../kit/index.js';
import { cellText, lacksValue } from './cells.js';
import { styleOf } from './marks.js';

export type Row = readonly (string | null)[];

/** The cells of a part of a sheet, as text. */
export interface Grid {
  readonly rows: readonly Row[];
  /** Cells whose formulas have no value in the file, by their names (`B7`), a few of them. */
  readonly withoutValue: readonly string[];
  /** Merged cells whose value was given to all of them. */
  readonly filled: number;
}

type Cells = readonly (readonly (CellObject | undefined)[] | undefined)[];

const cellsOf = (sheet: WorkSheet): Cells => (sheet['!data'] ?? []) as Cells;

/** The smallest part of the sheet that holds all of its values: what a file says of itself may be a million rows. */
const usedRange = (cells: Cells): Range | undefined => {
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  cells.forEach((row, r) => {
    row?.forEach((cell, c) => {
      if (cellText(cell) === null && !lacksValue(cell)) return;
      [top, left, bottom, right] = [
        Math.min(top, r),
        Math.min(left, c),
        Math.max(bottom, r),
        Math.max(right, c),
      ];
    });
  });
  return bottom < 0 ? undefined : { s: { r: top, c: left }, e: { r: bottom, c: right } };
};

const filledCells = (row: Row): number => row.filter((text) => text !== null).length;

/** A value that stands alone above a table is its title; one beside others heads the columns that it spans. */
const isTitle = (row: Row, { s, e }: Range): boolean => s.r === e.r && filledCells(row) === 1;

const fill = (rows: (string | null)[][], merge: Range, { s: origin }: Range): boolean => {
  const first = rows[merge.s.r - origin.r];
  const text = first?.[merge.s.c - origin.c];
  if (!first || text === null || text === undefined || isTitle(first, merge)) return false;
  for (let r = merge.s.r; r <= merge.e.r; r += 1) {
    const row = rows[r - origin.r];
    for (let c = merge.s.c; row && c <= merge.e.c; c += 1)
      if (c - origin.c < row.length) row[c - origin.c] ??= text;
  }
  return true;
};

/** No column right of all values has a name: `A1:XFD1048576` is all there is, and not 16,384 columns. */
const upTo = ({ s, e }: Range, used: Range): Range => ({
  s,
  e: { r: e.r, c: Math.max(s.c, Math.min(e.c, used.e.c)) },
});

const FEW = 5;

/** What is read of a sheet, and how. */
export interface GridOptions {
  readonly range?: Range | undefined;
  readonly decimal?: DecimalMark | undefined;
  /** Whether the workbook counts days from 1904. */
  readonly is1904?: boolean | undefined;
}

/** The cells of a sheet, or of a part of it, with the values of merged cells in each of their places. */
export const gridOf = (sheet: WorkSheet, { range: asked, decimal, is1904 = false }: GridOptions): Grid => {
  const cells = cellsOf(sheet);
  const used = usedRange(cells);
  const range = asked && used ? upTo(asked, used) : used;
  if (!range) return { rows: [], withoutValue: [], filled: 0 };
  const { s, e } = range;
  const last = Math.min(e.r, cells.length - 1);
  const styles = Array.from({ length: e.c - s.c + 1 }, (_, column) =>
    styleOf(
      cells.slice(s.r, last + 1).map((row) => row?.[s.c + column]),
      decimal,
    ),
  );
  const rows: (string | null)[][] = [];
  const withoutValue: string[] = [];
  for (let r = s.r; r <= last; r += 1) {
    const row: (string | null)[] = [];
    for (let c = s.c; c <= e.c; c += 1) {
      const cell = cells[r]?.[c];
      if (lacksValue(cell) && withoutValue.length < FEW) withoutValue.push(utils.encode_cell({ r, c }));
      row.push(cellText(cell, styles[c - s.c], is1904));
    }
    rows.push(row);
  }
  const filled = (sheet['!merges'] ?? []).filter((merge) => fill(rows, merge, range)).length;
  return { rows, withoutValue, filled };
};

/**
 * Without the blank ends of what stands above the table, so that it is not taken for rows of it. A table begins with
 * the first row that at least half of its columns have a value in.
 */
export const trimmedAbove = (rows: readonly Row[]): readonly Row[] => {
  const width = rows[0]?.length ?? 0;
  const begin = rows.findIndex((row) => filledCells(row) * 2 >= width);
  return rows.map((row, index) => {
    if (index >= begin) return row;
    return row.slice(0, Math.max(1, row.findLastIndex((text) => text !== null) + 1));
  });
};
