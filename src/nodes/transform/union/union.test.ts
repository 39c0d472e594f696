import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { union } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const inputs = (...queries: readonly string[]) =>
  Promise.all(queries.map((query, index) => lab.input('abc'.charAt(index), query)));

describe('by name', () => {
  test('columns are matched without regard to case, whatever their order', async () => {
    const pair = await inputs(
      'select \'SAN\' as origin, 1 as "die 1"',
      'select 2 as "DIE 1", \'LAX\' as Origin',
    );
    const { columns, rows } = await lab.run(union, {}, ...pair);
    expect(columns).toEqual(['origin', 'die 1']);
    expect(unordered(rows)).toEqual([
      ['LAX', 2],
      ['SAN', 1],
    ]);
  });

  test('a column that an input lacks is refused', async () => {
    const pair = await inputs('select 1 as x', 'select 1 as x, 2 as y');
    expect(await lab.findings(union, {}, ...pair)).toEqual([
      {
        code: 'MR2113',
        message: 'column "y" is missing in "a"',
        notes: ['`missing: null` fills it with null'],
      },
    ]);
  });

  test('or is null there, with its type, where that is asked for', async () => {
    const pair = await inputs('select 1 as x', "select date '2001-01-01' as y, 2 as x");
    const { schema, rows, findings } = await lab.run(union, { missing: null }, ...pair);
    expect(findings).toEqual([]);
    expect(schema).toEqual([
      { name: 'x', type: 'INTEGER' },
      { name: 'y', type: 'DATE' },
    ]);
    expect(unordered(rows)).toEqual([
      [1, null],
      [2, '2001-01-01'],
    ]);
  });
});

describe('by position', () => {
  test('names are those of the first input', async () => {
    const pair = await inputs("select 1 as x, 'a' as y", "select 2 as p, 'b' as q");
    const { columns, rows } = await lab.run(union, { by: 'position' }, ...pair);
    expect(columns).toEqual(['x', 'y']);
    expect(unordered(rows)).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  test('inputs must have as many columns', async () => {
    const pair = await inputs('select 1 as x', 'select 1 as x, 2 as y');
    expect(await lab.findings(union, { by: 'position' }, ...pair)).toMatchObject([
      { code: 'MR2113', notes: ['"a" has 1', '"b" has 2'] },
    ]);
  });

  test('all columns of all inputs are needed, so that none moves up', async () => {
    const pair = await inputs('select 1 as x, 2 as y', 'select 1 as p, 2 as q');
    const { lineage } = await lab.run(union, { by: 'position' }, ...pair);
    expect(lineage?.rows).toHaveLength(4);
  });
});

describe('types', () => {
  test.each([
    ['1::integer', '2::bigint', 'BIGINT', [1, 2]],
    ['1::integer', '2.5::double', 'DOUBLE', [1, 2.5]],
    ['1::ubigint', '2::bigint', 'HUGEINT', ['1', '2']],
    [
      "date '2001-01-01'",
      "timestamp '2001-01-02'",
      'TIMESTAMP',
      ['2001-01-01 00:00:00', '2001-01-02 00:00:00'],
    ],
  ])('%s and %s become %s', async (a, b, type, values) => {
    const pair = await inputs(`select ${a} as x`, `select ${b} as x`);
    const { schema, rows } = await lab.run(union, {}, ...pair);
    expect(schema).toEqual([{ name: 'x', type }]);
    expect(unordered(rows).map(([value]) => (type === 'HUGEINT' ? String(value) : value))).toEqual(values);
  });

  test.each([
    ['1', "date '2001-01-01'"],
    ['1', "'a'"],
    ['true', '1'],
  ])('%s and %s do not go together', async (a, b) => {
    const pair = await inputs(`select ${a} as x`, `select ${b} as x`);
    const [finding] = await lab.findings(union, {}, ...pair);
    expect(finding).toMatchObject({
      code: 'MR2113',
      message: 'column "x" has types that do not go together',
    });
    expect(finding?.notes?.join()).toContain('"a" has');
  });
});

describe('rows', () => {
  const TWICE = 'from (values (1, null), (1, null), (2, 3)) t(x, y)';

  test('are all kept, equal ones too', async () => {
    expect((await lab.run(union, {}, ...(await inputs(TWICE, TWICE)))).rows).toHaveLength(6);
  });

  test('are given once with `distinct`, and nulls count as equal', async () => {
    const { rows, lineage } = await lab.run(union, { distinct: true }, ...(await inputs(TWICE, TWICE)));
    expect(unordered(rows)).toEqual([
      [1, null],
      [2, 3],
    ]);
    expect(lineage?.rows).toHaveLength(4);
  });

  test('of one input alone pass through', async () => {
    expect((await lab.run(union, {}, ...(await inputs(TWICE)))).rows).toHaveLength(3);
  });

  test('are counted when no column is needed any more', async () => {
    const pair = await inputs(TWICE, TWICE);
    const bare = pair.map((input) => ({ ...input, schema: [] }));
    expect((await lab.run(union, {}, ...bare)).rows).toHaveLength(6);
  });
});

test('64 inputs are as many as it takes', () => {
  expect(union.inputs).toEqual({ min: 1, max: 64 });
});

test('lineage: each column from the column of each input', async () => {
  const pair = await inputs('select 1 as x, 2 as y', 'select 1 as Y, 2 as x');
  expect((await lab.run(union, {}, ...pair)).lineage?.columns).toEqual({
    x: [
      { input: 'a', column: 'x' },
      { input: 'b', column: 'x' },
    ],
    y: [
      { input: 'a', column: 'y' },
      { input: 'b', column: 'Y' },
    ],
  });
});
