import type { TransformColumns } from '../kit/index.js';
import type { Apply } from './applied.js';
import { type AnyBatch, cellAt } from './batch.js';
import { atOnce, checkedColumns } from './check-values.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * Gives the rows of a batch as objects. All of them begin as copies of one: they have the same shape, which the function
 * is compiled for, and a column may be called as it likes.
 */
const rowsOf = (batch: AnyBatch, names: readonly string[]): ((row: number) => Row) => {
  const none: Row = Object.fromEntries(names.map((name) => [name, null]));
  const columns = names.flatMap((name) => batch[name] ?? []);
  return (row) => {
    const cells: Record<string, unknown> = { ...none };
    for (let at = 0; at < columns.length; at += 1) {
      const column = columns[at] as AnyBatch[string];
      cells[names[at] as string] = column.hasNulls ? cellAt(column, row) : column.values[row];
    }
    return cells;
  };
};

/** Applies a function to single rows: of each it is known at once whether it throws. */
export const applyToRows =
  (
    mapRow: (row: never) => unknown,
    reads: readonly string[],
    writes: TransformColumns,
    words: (thrown: unknown) => string,
  ): Apply =>
  (batch, rows) => {
    const names = Object.keys(writes);
    const lists = names.map(() => new Array<unknown>(rows).fill(null));
    const faults = new Map<number, string>();
    const cellsOf = rowsOf(batch, reads);
    for (let row = 0; row < rows; row += 1) {
      let made: unknown;
      try {
        made = mapRow(cellsOf(row) as never);
      } catch (thrown) {
        faults.set(row, words(thrown));
        continue;
      }
      const cells = atOnce(made) as Row | null | undefined;
      for (let at = 0; at < names.length; at += 1)
        (lists[at] as unknown[])[row] = cells?.[names[at] as string];
    }
    const columns = Object.fromEntries(names.map((name, at) => [name, lists[at]]));
    return { columns: checkedColumns(columns, writes, rows), faults };
  };
