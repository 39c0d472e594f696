import { describe, expect, test } from 'vitest';
import type { Applied } from './applied.js';
import { batchColumn } from './batch.js';
import { applyPartitioned } from './partitioned.js';

interface State {
  place: number;
  readonly table: Float64Array;
  readonly counted: number;
}

const words = (thrown: unknown): string => (thrown as Error).message;

/** Rows of one key in batches, through a function that numbers them and throws for one. */
const applied = (
  batches: number,
  rows: number,
  bad: number,
): { readonly copies: number; readonly parts: readonly Applied[] } => {
  let copies = 0;
  const apply = applyPartitioned(
    {
      by: ['key'],
      order: [],
      // A copy reads each of its fields once.
      start: () => ({
        place: 0,
        table: new Float64Array(1000),
        get counted() {
          copies += 1;
          return 1;
        },
      }),
      map: (({ at }: { at: { values: Int32Array } }, count: number, state: State) => ({
        place: Array.from({ length: count }, (_, row) => {
          if (at.values[row] === bad) throw new Error('bad');
          state.table[state.place % 1000] = state.place;
          state.place += 1;
          return state.place + (state.table[(state.place - 1) % 1000] as number);
        }),
      })) as never,
    },
    { place: 'integer' },
    words,
  );
  const parts = Array.from({ length: batches }, (_, batch) => {
    const at = Int32Array.from({ length: rows }, (_, row) => batch * rows + row);
    return apply(
      {
        key: batchColumn<'integer'>(new Int32Array(rows), undefined),
        at: batchColumn<'integer'>(at, undefined),
      },
      rows,
    );
  });
  return { copies, parts };
};

describe('the state of a key', () => {
  test('is not copied for each of its batches', () => {
    const { copies, parts } = applied(500, 2048, -1);
    expect(parts).toHaveLength(500);
    expect(copies).toBeLessThan(40);
  });

  test.each([0, 1, 2047, 2048, 40_000, 65_536, 70_001])(
    'is had again as it was before row %i, for which the function throws',
    (bad) => {
      const [batches, rows] = [40, 2048];
      const { parts } = applied(batches, rows, bad);
      const places = parts.flatMap(({ columns }) => Array.from(columns['place'] ?? []));
      const faults = parts.flatMap(({ faults }, batch) =>
        [...faults].map(([row, text]) => [batch * rows + row, text]),
      );
      expect(places).toEqual(
        Array.from({ length: batches * rows }, (_, at) => (at < bad ? 2 * at + 1 : null)),
      );
      expect(faults[0]).toEqual([bad, 'bad']);
      expect(faults).toHaveLength(batches * rows - bad);
    },
  );
});
