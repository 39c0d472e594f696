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

describe('lineage', () => {
  const PEOPLE = "from (values (1, 'n', 'a@b.c')) t(id, note, email)";
  const from = async (query: string): Promise<Readonly<Record<string, string>>> => {
    const { lineage } = await lab.run(sqlNode, { query }, await lab.input('p', PEOPLE));
    const columns = Object.entries(lineage?.columns ?? {});
    return Object.fromEntries(
      columns.map(([name, uses]) => [name, uses.map(({ column }) => column).join(' ')]),
    );
  };

  test.each([
    ['select id, upper(email) as mail from p', { id: 'id', mail: 'email' }],
    ['select id, upper(note) as note, email from p', { id: 'id', note: 'note', email: 'email' }],
    ['select a.id, b.email as y from p a join p b on a.id = b.id', { id: 'id', y: 'email' }],
    ['select * from p where email is null', { id: 'id', note: 'note', email: 'email' }],
    ['select *, lower(email) as y from p', { id: 'id', note: 'note', email: 'email', y: 'email' }],
    ['select id, note as y from p union all select id, email from p', { id: 'id', y: 'note email' }],
    ['with c as (select id, email from p) select email, id from c', { email: 'email', id: 'id' }],
    ['select count(*) as n, max(email) as y from p group by id', { n: '', y: 'email' }],
    [
      "select id, list_transform([note], x -> x || '!') as y, email as z from p",
      { id: 'id', y: 'note', z: 'email' },
    ],
  ])('is by column: %s', async (query, expected) => {
    expect(await from(query)).toEqual(expected);
  });

  // A name that is given to something else tells nothing of what stands under it.
  test.each([
    'select email as note, note as n from p',
    'select id as email, email as note, note as id from p',
    'select * replace (email as note) from p',
    'select * exclude (note), email as note from p',
    'select note from p t(id, email, note)',
    'select note from (select email as note, note as n from p)',
    'select note from (select email, id, note as n from p) t(note)',
    'with c(note) as (select email, note as n from p) select note from c',
    'select note from (select note from p union all select email from p)',
    'select note from (values ((select max(email) from p))) t(note), (select note as n from p)',
    "select s.note as note from (select {'note': email} as s, note as n from p)",
    'select note from (select email, id from p) note, (select note as n from p)',
    'select note from p, lateral (select p.email as note) l(note) where p.note is null'.replace(
      'note from p',
      'l.note from p',
    ),
    'select (select max(note) from (select email as note from p)) as note from p',
    'select note from (unpivot (select note, email from p) on note, email into name n value note)',
    'select col0 as note from (values ((select max(email) from p)))',
    'select * exclude (note) rename (email as note) from p',
    'select t as note from p t',
  ])('of what has the name of another is what it is made of: %s', async (query) => {
    const [note] = Object.entries(await from(query)).filter(([name]) => name === 'note');
    expect(note?.[1]).toContain('email');
  });
});
