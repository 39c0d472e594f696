import { describe, expect, test } from 'vitest';
import type { Transform } from '../kit/index.js';
import { applyOf, type BatchTransform } from './apply.js';
import { batchColumn } from './batch.js';

const words = (thrown: unknown): string => (thrown as Error).message;

interface Asked {
  readonly calls: number;
  /** How often each row was seen. */
  readonly seen: number;
  readonly faults: readonly number[];
}

/** What a function is asked that throws for some rows, for a batch in which these are. */
const asked = (isBad: (id: number) => boolean, rows: number): Asked => {
  const seen = new Int32Array(rows);
  let calls = 0;
  const transform = {
    reads: { id: 'integer' },
    writes: { twice: 'integer' },
    map: ({ id }: { id: { values: Int32Array } }) => {
      calls += 1;
      // The worst that it may do: to look at all rows before it throws.
      for (const at of id.values) seen[at] = (seen[at] as number) + 1;
      const bad = id.values.find(isBad);
      if (bad !== undefined) throw new Error(`bad ${bad}`);
      return { twice: id.values.map((at) => at * 2) };
    },
  } as unknown as Transform;
  const ids = Int32Array.from({ length: rows }, (_, at) => at);
  const { columns, faults } = applyOf(transform as BatchTransform, words)(
    { id: batchColumn<'integer'>(ids, undefined) },
    rows,
  );
  for (const id of ids) {
    expect(columns['twice']?.[id]).toBe(isBad(id) ? null : id * 2);
    expect(faults.get(id)).toBe(isBad(id) ? `bad ${id}` : undefined);
  }
  return { calls, seen: Math.max(...seen), faults: [...faults.keys()] };
};

describe('a function that throws', () => {
  test('is asked once where it does not', () => {
    expect(asked(() => false, 2048)).toEqual({ calls: 1, seen: 1, faults: [] });
  });

  test('for one row is called for few parts of its batch', () => {
    const { calls, faults } = asked((id) => id === 1234, 2048);
    expect(faults).toEqual([1234]);
    expect(calls).toBeLessThan(100);
  });

  test.each([1, 2, 3, 48, 49, 97, 2048])(
    'sees none of %i rows more than three times, however many are bad',
    (rows) => {
      for (const isBad of [
        () => true,
        (id: number) => id % 2 === 0,
        (id: number) => id % 50 === 0,
        (id: number) => id === rows - 1,
      ])
        expect(asked(isBad, rows).seen).toBeLessThanOrEqual(3);
    },
  );
});
