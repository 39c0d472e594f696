import { memory, type Vector } from './driver.js';

/** Bits of validity come in words of 64, one bit a row, set where there is a value (`duckdb_vector_get_validity` of duckdb.h). */
const bytesOf = (rows: number): number => Math.ceil(rows / 64) * 8;

/** The driver gives nothing where the engine holds no bits, which says that every row has a value. */
const bitsOf = (vector: Vector, rows: number): Uint8Array | null | undefined =>
  memory.vector_get_validity(vector, bytesOf(rows));

/** Which rows of a vector are null; undefined where none is. */
export const readNulls = (vector: Vector, rows: number): Uint8Array | undefined => {
  const bits = bitsOf(vector, rows);
  if (!bits) return undefined;
  const nulls = new Uint8Array(rows);
  let all = 0;
  for (let row = 0; row < rows; row += 1) {
    const isNull = 1 - (((bits[row >> 3] as number) >> (row & 7)) & 1);
    nulls[row] = isNull;
    all |= isNull;
  }
  return all === 0 ? undefined : nulls;
};

/** Says of each row whether it is null: those of which the list holds null. */
export const writeNulls = (vector: Vector, values: ArrayLike<unknown>, rows: number): void => {
  const bits = new Uint8Array(bytesOf(rows)).fill(0xff);
  let isAny = false;
  for (let row = 0; row < rows; row += 1)
    if (values[row] === null || values[row] === undefined) {
      bits[row >> 3] = (bits[row >> 3] as number) & ~(1 << (row & 7));
      isAny = true;
    }
  if (!isAny) return;
  memory.vector_ensure_validity_writable(vector);
  memory.copy_data_to_vector_validity(vector, 0, bits.buffer, bits.byteOffset, bits.byteLength);
};
