import { DuckDBInstance, type JS } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import type { Transform } from '../../../kit/index.js';
import { applyOf, type BatchTransform, declarationOf } from '../../../transforms/index.js';
import { FUNCTION, functionsOf, MADE, TEXT_FUNCTION, THROWN } from './function.js';

const words = (thrown: unknown): string => (thrown as Error).message;

/** The rows of a query over a function, which it may call. */
const rowsOf = async (transform: Transform, query: string): Promise<readonly (readonly JS[])[]> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const working = { begin: () => undefined, end: () => undefined };
  const functions = functionsOf(declarationOf(transform), applyOf(transform as BatchTransform, words), {
    onFault: () => undefined,
    onFailure: () => undefined,
    working,
  });
  try {
    for (const made of functions) connection.registerScalarFunction(made);
    return (await connection.runAndReadAll(query)).getRowsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const told = `${TEXT_FUNCTION}(g."${THROWN}")`;

test('rows that are made come under the row that they are of, also where they are named in another order', async () => {
  const rows = await rowsOf(
    {
      reads: { id: 'integer' },
      writes: { text: 'varchar', place: 'integer' },
      flatMap: ({ id }: { id: { values: Int32Array } }, count: number) => {
        const from: number[] = [];
        const text: (string | null)[] = [];
        const place: number[] = [];
        for (let row = count - 1; row >= 0; row -= 1)
          for (let at = 0; at < (id.values[row] as number) % 4; at += 1) {
            from.push(row);
            text.push(at === 1 ? null : `text ${at} of row number ${id.values[row]}`);
            place.push(at);
          }
        return { from, columns: { text, place } };
      },
    } as unknown as Transform,
    `from (select id, unnest(g."${MADE}", recursive := true) from (select id, ${FUNCTION}(id::integer) as g from range(5000) r(id))) order by id, place`,
  );
  const expected = Array.from({ length: 5000 }, (_, id) =>
    Array.from({ length: id % 4 }, (_, at) => [
      BigInt(id),
      at === 1 ? null : `text ${at} of row number ${id}`,
      at,
    ]),
  ).flat();
  expect(rows).toEqual(expected);
});

const AT = `case id when 3 then 'infinity' when 5 then '-infinity' when 6 then null else '2026-01-01' end`;

test.each(['timestamp', 'date'] as const)(
  'a row whose %s is infinite is set aside, and no function sees it',
  async (type) => {
    const ofRows = await rowsOf(
      {
        reads: { at: type },
        writes: { seen: 'bigint' },
        map: (
          { at }: { at: { values: ArrayLike<unknown>; isNull: (row: number) => boolean } },
          rows: number,
        ) => ({
          seen: Array.from({ length: rows }, (_, row) =>
            at.isNull(row) ? null : BigInt(at.values[row] as number),
          ),
        }),
      } as unknown as Transform,
      `select g.seen, ${told} from (select ${FUNCTION}((${AT})::${type}) as g from range(9) r(id))`,
    );
    const day = type === 'date' ? 20454n : 20454n * 86_400_000_000n;
    const text = `"at" is infinite, a ${type} for which JavaScript has no value`;
    const good = [day, null];
    expect(ofRows).toEqual([good, good, good, [null, text], good, [null, text], [null, null], good, good]);
  },
);

test('so is one of which rows would be made, and one of a key, whose others go on', async () => {
  const flat = await rowsOf(
    {
      reads: { at: 'date' },
      writes: { day: 'date' },
      flatMap: ({ at }: { at: { values: Int32Array } }, rows: number) => ({
        from: Array.from({ length: rows }, (_, row) => row),
        columns: { day: at.values },
      }),
    } as unknown as Transform,
    `select len(g."${MADE}")::integer, ${told} is null from (select ${FUNCTION}((${AT})::date) as g from range(6) r(id))`,
  );
  expect(flat).toEqual([
    [1, true],
    [1, true],
    [1, true],
    [0, false],
    [1, true],
    [0, false],
  ]);
  const byKey = await rowsOf(
    {
      reads: { at: 'date' },
      writes: { place: 'integer' },
      partitioned: {
        by: [],
        order: [],
        start: () => ({ place: 0 }),
        map: (_: unknown, rows: number, state: { place: number }) => ({
          place: Array.from({ length: rows }, () => (state.place += 1)),
        }),
      },
    } as unknown as Transform,
    `select g.place, ${told} is null from (select ${FUNCTION}((${AT})::date) as g from range(6) r(id))`,
  );
  expect(byKey).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [null, false],
    [4, true],
    [null, false],
  ]);
});
