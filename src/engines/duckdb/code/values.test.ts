import { describe, expect, test } from 'vitest';
import type { TransformType } from '../../../kit/index.js';
import { bothWays } from './testing/both-ways.js';

const VALUES: Readonly<Record<Exclude<TransformType, 'varchar'>, readonly unknown[]>> = {
  boolean: [true, false],
  integer: [0, -1, 2147483647, -2147483648],
  bigint: [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)],
  double: [0, -0, 1.5, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE],
  date: [0, -1, 20_000, -2_440_588, 2_932_896],
  timestamp: [0n, -1n, 1_700_000_000_000_000n],
};

/** Rows whose nulls are at places that differ from word to word of 64 bits, and one word without any. */
const rowsOf = (values: readonly unknown[], rows: number, everyNull: number): readonly unknown[] =>
  Array.from({ length: rows }, (_, row) =>
    everyNull > 0 && row % everyNull === 1 && (row < 64 || row >= 128) ? null : values[row % values.length],
  );

const expected = (type: TransformType, value: unknown): unknown =>
  type === 'boolean' && value !== null ? Number(value) : value;

/** As the engine holds dates and moments where it stores values. */
const CAST: Partial<Record<TransformType, string>> = {
  date: `date '1970-01-01' + value`,
  timestamp: 'make_timestamp(value)',
};

describe('values go into the engine and out of it as they are', () => {
  test.each(Object.entries(VALUES) as [TransformType, unknown[]][])('%s', async (type, values) => {
    const ways = await bothWays(type);
    try {
      for (const rows of [1, 63, 64, 65, 2048, 5000])
        for (const everyNull of [0, 1, 2, 7, 130]) {
          const given = rowsOf(values, rows, everyNull === 1 ? 0 : everyNull).map((value) =>
            everyNull === 1 ? null : value,
          );
          ways.give(given);
          await ways.connection.run(
            `create or replace table t as select id::integer as id, given(id::integer) as value from range(${rows}) r(id)`,
          );
          const seen = await ways.seenBy(`select id, ${CAST[type] ?? 'value'} as value from t`);
          expect(seen).toEqual(new Map(given.map((value, id) => [id, expected(type, value)])));
        }
    } finally {
      ways.close();
    }
  });

  test('typed arrays, also of another type than the column', async () => {
    const ways = await bothWays('double');
    try {
      for (const values of [
        Float64Array.from({ length: 3000 }, (_, row) => row / 3),
        Int16Array.from({ length: 3000 }, (_, row) => row),
      ]) {
        ways.give(values);
        const seen = await ways.seenBy(
          'select id::integer as id, given(id::integer) as value from range(3000) r(id)',
        );
        expect([...seen.values()]).toEqual([...values]);
      }
    } finally {
      ways.close();
    }
  });
});
