import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import duckdb, { type DataChunk, type Vector } from '@duckdb/node-bindings';

/** The driver's functions over the engine's memory, of which most copy: what they give is nobody else's. */
export const memory = duckdb;

/** A vector of the engine. */
export type { Vector };

/**
 * What the driver keeps to itself: the engine's own chunk and vector behind its objects, which read and write value by
 * value at some 150 ns each. All else here is what its bindings publish; `driver.test.ts` fails where it keeps them elsewhere.
 */
interface Handles {
  readonly chunk: DataChunk;
  readonly vector: Vector;
}

/** The engine's vector of a column of a chunk. */
export const columnOf = (chunk: DuckDBDataChunk, index: number): Vector =>
  memory.data_chunk_get_vector((chunk as unknown as Handles).chunk, index);

/** The engine's vector behind one of the driver's. What is written to it must not be followed by the driver's `flush`. */
export const vectorOf = (vector: DuckDBVector): Vector => (vector as unknown as Handles).vector;

/** Puts the bytes of a typed array into a vector, from its first value on. */
export const copyInto = (vector: Vector, { buffer, byteOffset, byteLength }: NodeJS.TypedArray): void => {
  if (byteLength > 0) memory.copy_data_to_vector(vector, 0, buffer as ArrayBuffer, byteOffset, byteLength);
};
