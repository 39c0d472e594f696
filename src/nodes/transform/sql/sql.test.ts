import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeContext, sql } from '../../../kit/index.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { sqlNode } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14), ('LAX', 16)) t(origin, delay)";
const CITIES = "from (values ('SAN', 'San Diego')) t(iata, city)";

test('a query reads its inputs by their aliases, and parameters as values', async () => {
  const query = 'select city, delay from f left join a on f.origin = a.iata where delay < $minutes';
  const [f, a] = [await lab.input('f', FLIGHTS), await lab.input('a', CITIES)];
  expect((await lab.run(sqlNode, { query }, f, a)).rows).toEqual([['San Diego', 14]]);
});

test.each([
  ['a common table of its own', 'with late as (select * from f where delay > 15) select origin from late'],
  ['a union', "select origin from f where delay > 15 union select origin from f where origin = 'LAX'"],
  ['an order and a limit', 'select origin from f order by delay desc limit 1'],
  ['FROM alone', 'from f select origin where delay > 15'],
  ['a subquery', 'select origin from f where delay = (select max(delay) from f)'],
  ['a comment at its end', 'select origin from f where delay > 15 -- late'],
])('may be %s', async (_, query) => {
  expect((await lab.run(sqlNode, { query }, await lab.input('f', FLIGHTS))).rows).toEqual([['LAX']]);
});

test('may read nothing at all', async () => {
  const { columns, rows } = await lab.run(sqlNode, { query: 'select range as n from range(3)' });
  expect(columns).toEqual(['n']);
  expect(unordered(rows)).toEqual([[0], [1], [2]]);
});

describe('an alias may be the name of a relation', () => {
  const query = 'select f.origin, (select count(*) from g) as n from f, g';

  test('of its own', async () => {
    const [f, g] = [await lab.input('x', FLIGHTS), await lab.input('y', CITIES)];
    const own = [
      { ...f, alias: f.name },
      { ...g, alias: g.name },
    ];
    const text = `select count(*) from "${f.name}", "${g.name}"`;
    expect((await lab.run(sqlNode, { query: text }, ...own)).rows).toEqual([[2]]);
  });

  test('of another input, the other way round', async () => {
    const bound = await lab.engine.bind([
      {
        text: query,
        form: 'query',
        allows: 'aggregate',
        parameters: {},
        relations: [await lab.input('f', FLIGHTS), await lab.input('g', CITIES)],
      },
    ]);
    const binding = bound[0]?.ok ? bound[0].value : undefined;
    const [f, g] = [
      { kind: 'relation', alias: 'f', name: 'g', schema: [] },
      { kind: 'relation', alias: 'g', name: 'f', schema: [] },
    ] as const;
    const config = { query: { kind: 'query', text: query, ...(binding ? { binding } : {}) } } as const;
    const lowered = sqlNode.lower(nodeContext(config, [f, g]));
    const given = sql`with f as not materialized (select 'Paris' as city), g as not materialized (select 'SAN' as origin)`;
    expect((await lab.query(sql`${given} ${lowered}`)).rows).toEqual([['SAN', 1]]);
  });
});

describe('is refused', () => {
  test.each([
    ['another relation', 'select * from g', 'MR2110'],
    ['a file', "select * from 'x.csv'", 'MR2110'],
    ['a function that reads files', "select * from read_csv('x.csv')", 'MR2109'],
    ['the clock', 'select now() from f', 'MR2109'],
    ['two statements', 'select 1; select 2', 'MR2103'],
    ['what is no SELECT', 'drop table f', 'MR2103'],
    ['an unknown column', 'select dely from f', 'MR2104'],
  ])('%s', async (_, query, code) => {
    await expect(lab.run(sqlNode, { query }, await lab.input('f', FLIGHTS))).rejects.toThrow(code);
  });
});

test('lineage: a column of the same name, or else all that are used', async () => {
  const query = 'select origin, delay * 2 as twice from f';
  const { lineage } = await lab.run(sqlNode, { query }, await lab.input('f', FLIGHTS));
  const [origin, delay] = [
    { input: 'f', column: 'origin' },
    { input: 'f', column: 'delay' },
  ];
  expect(lineage?.columns).toEqual({ origin: [origin], twice: [origin, delay] });
});
