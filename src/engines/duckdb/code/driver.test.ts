import { DOUBLE, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { columnOf, copyInto, memory, vectorOf } from './driver.js';

test('the driver keeps the chunks and vectors of the engine where they are looked for', () => {
  const chunk = DuckDBDataChunk.create([DOUBLE, VARCHAR], 3);
  expect(chunk).toHaveProperty('chunk');
  expect(chunk.getColumnVector(1)).toHaveProperty('vector');
  copyInto(vectorOf(chunk.getColumnVector(0)), Float64Array.of(1.5, -2, 3));
  const { buffer, byteOffset } = memory.vector_get_data(columnOf(chunk, 0), 24);
  expect([...new Float64Array(buffer, byteOffset, 3)]).toEqual([1.5, -2, 3]);
});

test('what it gives of memory is a copy', () => {
  const chunk = DuckDBDataChunk.create([DOUBLE], 1);
  const vector = columnOf(chunk, 0);
  copyInto(vector, Float64Array.of(1));
  memory.vector_get_data(vector, 8).fill(0);
  expect(new Float64Array(memory.vector_get_data(vector, 8).buffer)[0]).toBe(1);
});
