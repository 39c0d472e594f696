import type { BatchColumn, TransformType } from '../../../kit/index.js';

/**
 * The engine has days and moments before and after all others, which it holds as the least and the greatest number but
 * for one (`duckdb_is_finite_date` and `duckdb_is_finite_timestamp` of duckdb.h). JavaScript has none of the sort.
 */
const LAST = 0x7fffffff;

const isInfiniteDay = (days: Int32Array, row: number): boolean => days[row] === LAST || days[row] === -LAST;

/** By the halves of its number: numbers of 64 bits are slow to compare. */
const isInfiniteMoment = (halves: Int32Array, row: number): boolean => {
  const [low, high] = [halves[2 * row], halves[2 * row + 1]];
  return (high === LAST && low === -1) || (high === -LAST - 1 && low === 1);
};

/** The rows of a column whose day or moment is infinite. */
export const infiniteRows = (
  { values, isNull }: BatchColumn,
  type: TransformType,
  rows: number,
): readonly number[] => {
  if (type !== 'date' && type !== 'timestamp') return [];
  const { buffer, byteOffset, byteLength } = values as Int32Array | BigInt64Array;
  const words = new Int32Array(buffer, byteOffset, byteLength / Int32Array.BYTES_PER_ELEMENT);
  const isInfinite = type === 'date' ? isInfiniteDay : isInfiniteMoment;
  const found: number[] = [];
  for (let row = 0; row < rows; row += 1) if (isInfinite(words, row) && !isNull(row)) found.push(row);
  return found;
};
