import type { DuckDBDataChunk } from '@duckdb/node-api';
import type { BatchColumn, TransformColumns, TransformType } from '../../../kit/index.js';
import { type AnyBatch, batchColumn } from '../../../transforms/index.js';
import { readColumn } from './columns.js';
import { columnOf } from './driver.js';
import { infiniteRows } from './infinite.js';

/** Rows that leave the engine. */
export interface RowsIn {
  readonly batch: AnyBatch;
  /** Rows with a value for which JavaScript has none, and what is said of them; the value is null in the batch. */
  readonly unreadable: ReadonlyMap<number, string>;
}

const withNulls = ({ values, isNull }: BatchColumn, rows: number, more: readonly number[]): BatchColumn => {
  const nulls = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) nulls[row] = isNull(row) ? 1 : 0;
  for (const row of more) nulls[row] = 1;
  return batchColumn(values, nulls);
};

const columnIn = (
  chunk: DuckDBDataChunk,
  index: number,
  name: string,
  type: TransformType,
  unreadable: Map<number, string>,
): BatchColumn => {
  const { rowCount } = chunk;
  const column = readColumn(columnOf(chunk, index), type, rowCount);
  const infinite = infiniteRows(column, type, rowCount);
  if (infinite.length === 0) return column;
  for (const row of infinite)
    unreadable.set(row, `"${name}" is infinite, a ${type} for which JavaScript has no value`);
  return withNulls(column, rowCount, infinite);
};

/** The columns that a function reads, out of a chunk of these. */
export const rowsIn = (chunk: DuckDBDataChunk, reads: TransformColumns): RowsIn => {
  const unreadable = new Map<number, string>();
  const batch = Object.fromEntries(
    Object.entries(reads).map(([name, type], index) => [
      name,
      columnIn(chunk, index, name, type, unreadable),
    ]),
  );
  return { batch, unreadable };
};

/** The same, with null for what JavaScript has no value for. */
export const batchOf = (chunk: DuckDBDataChunk, reads: TransformColumns): AnyBatch =>
  rowsIn(chunk, reads).batch;
