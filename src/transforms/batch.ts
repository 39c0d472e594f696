import type { BatchColumn, TransformType } from '../kit/index.js';

/** Columns of a batch by name, whatever their types. */
export type AnyBatch = Readonly<Record<string, BatchColumn>>;

/** A column from its values, and where these are null: undefined where none is. */
export const batchColumn = <T extends TransformType>(
  values: BatchColumn<T>['values'],
  nulls: Uint8Array | undefined,
): BatchColumn<T> => ({
  values,
  hasNulls: nulls !== undefined,
  isNull: nulls ? (row) => nulls[row] === 1 : () => false,
});

type Typed = Uint8Array | Int32Array | BigInt64Array | Float64Array;

const part = <V extends Typed | readonly (string | null)[]>(values: V, from: number, to: number): V =>
  (ArrayBuffer.isView(values) ? values.subarray(from, to) : values.slice(from, to)) as V;

const sliceColumn = (column: BatchColumn, from: number, to: number): BatchColumn => ({
  values: part(column.values, from, to),
  hasNulls: column.hasNulls,
  isNull: (row) => column.isNull(from + row),
});

/** Rows of a batch, as a batch of their own. */
export const sliceBatch = (batch: AnyBatch, from: number, to: number): AnyBatch =>
  Object.fromEntries(Object.entries(batch).map(([name, column]) => [name, sliceColumn(column, from, to)]));

/** The value of a row, null where it has none. */
export const cellAt = (column: BatchColumn, row: number): string | number | bigint | null => {
  if (column.isNull(row)) return null;
  return column.values[row] ?? null;
};
