import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { limit } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const ROWS = "from (values (2, 'b'), (null, 'a'), (1, 'c'), (2, null), (2, 'a')) t(n, x)";
const BY_N = [{ column: 'n', direction: 'desc', nulls: 'last' }] as const;

describe('with an order', () => {
  test('equal rows are told apart by the other columns, ascending with nulls last', async () => {
    const config = { rows: 2, order_by: [{ column: 'n', direction: 'desc' }] };
    expect((await lab.run(limit, config, await lab.input('f', ROWS))).rows).toEqual([
      [2, 'a'],
      [2, 'b'],
    ]);
  });

  test('the order of the input is taken where the node has none', async () => {
    const { rows, findings, order } = await lab.run(limit, { rows: 1 }, await lab.input('f', ROWS, BY_N));
    expect(rows).toEqual([[2, 'a']]);
    expect(findings).toEqual([]);
    expect(order).toEqual(BY_N);
  });

  test('the offset leaves out the first rows', async () => {
    const config = { rows: 2, offset: 3, order_by: ['n'] };
    expect((await lab.run(limit, config, await lab.input('f', ROWS))).rows).toEqual([
      [2, null],
      [null, 'a'],
    ]);
  });

  test('all columns take part, so none may be left unread', async () => {
    const { lineage } = await lab.run(limit, { rows: 1, order_by: ['n'] }, await lab.input('f', ROWS));
    expect(lineage?.rows.map(({ column }) => column)).toEqual(['n', 'x']);
  });

  test('lists, structs and maps settle ties too', async () => {
    const odd = "select 1 as n, [1] as l, {a: 1} as s, map {'a': 1} as m, '1'::json as j, 'x'::blob as b";
    expect((await lab.run(limit, { rows: 1, order_by: ['n'] }, await lab.input('f', odd))).rows).toHaveLength(
      1,
    );
  });
});

describe('without an order', () => {
  test('as many rows pass, and it is warned of', async () => {
    const { rows, findings, order } = await lab.run(limit, { rows: 2 }, await lab.input('f', ROWS));
    expect(rows).toHaveLength(2);
    expect(findings).toMatchObject([{ code: 'MR2117', severity: 'warning', path: ['rows'] }]);
    expect(order).toBeUndefined();
  });
});

test.each([
  [0, 0],
  [5, 5],
  [100, 5],
])('%i rows asked for give %i', async (rows, given) => {
  const config = { rows, order_by: ['n'] };
  expect((await lab.run(limit, config, await lab.input('f', ROWS))).rows).toHaveLength(given);
});

test('rows and offset are whole numbers from 0 on', () => {
  for (const config of [{ rows: -1 }, { rows: 1.5 }, { rows: 1, offset: -1 }, {}])
    expect(limit.config.safeParse(config).success).toBe(false);
});
