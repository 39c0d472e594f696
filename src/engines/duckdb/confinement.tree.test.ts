import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchOf, bindOver, codeOf } from './testing/engine.js';

let bench: Bench;

beforeAll(async () => {
  bench = await benchOf();
});

afterAll(() => bench.close());

/** What an author may try in the place of one expression. */
const expressions = [
  "read_text('/etc/passwd')",
  "(select content from read_text('/etc/passwd'))",
  "(select count(*) from read_blob('/etc/passwd'))",
  "(select count(*) from read_csv('/etc/passwd'))",
  "(select count(*) from read_parquet('x.parquet'))",
  "(select count(*) from parquet_scan('x.parquet'))",
  "(select count(*) from read_json('x.json'))",
  "(select count(*) from glob('/**'))",
  "(select count(*) from sniff_csv('/etc/passwd'))",
  "(select count(*) from '/etc/passwd')",
  '(select count(*) from "x.parquet")',
  "exists (select 1 from query('select 1'))",
  "exists (select 1 from query_table('f'))",
  '(select count(*) from duckdb_settings())',
  '(select count(*) from duckdb_tables())',
  '(select count(*) from information_schema.tables)',
  '(select count(*) from pg_catalog.pg_class)',
  '(select count(*) from sqlite_master)',
  '(select count(*) from f)',
  '(select count(*) from other_node)',
  '(select 1 from (describe select 1))',
  '(select 1 from (show tables))',
  '(select 1 from (summarize select 1))',
  '(with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r)',
  "current_setting('memory_limit')",
  "getenv('HOME')",
  "getvariable('x')",
  "write_log('x')",
  'sleep_ms(10)',
  "nextval('s')",
  'now()',
  'current_date',
  'random()',
  'uuid()',
  'version()',
  'current_user',
  'pg_sleep(1)',
  'system.main.version()',
  'pg_catalog.version()',
  '"version"()',
  'VERSION()',
  "'/etc/passwd'.read_text()",
  "error('x')",
  "json_execute_serialized_sql('{}')",
  "json_serialize_sql('select 1')",
  'delay; select 1',
  'delay, city',
  'delay from f',
  '1 limit 1',
  'delay) from f union (select 1',
  'delay /* ',
  '*',
  'f.*',
  "columns('d.*')",
  '#1',
  '?',
  '$1',
  "'x'::regclass",
  'list_transform([1], x -> random())',
  "case when delay > 1 then getenv('HOME') end",
  "[getenv(x) for x in ['HOME']]",
  'count(*)',
  'sum(delay) over ()',
  'row_number() over (order by random())',
];

/** What an author may try in the place of a whole query. */
const queries = [
  "copy f to 'x.csv'",
  "copy (select 1) to 'x.csv'",
  "attach 'x.db'",
  "export database 'x'",
  'install httpfs',
  'load httpfs',
  "set memory_limit = '1GB'",
  'reset memory_limit',
  'pragma version',
  'call pragma_version()',
  'create table x as select 1',
  'insert into f values (1)',
  'delete from f',
  'drop table f',
  'checkpoint',
  'begin',
  'prepare q as select 1',
  'execute q',
  'explain select 1',
  'describe f',
  'summarize f',
  'show tables',
  'select 1; select 2',
  "select * from f; copy f to 'x'",
  "select * from read_csv('/etc/passwd')",
  "select * from '/etc/passwd'",
  'from duckdb_settings()',
  'from other_node',
  'from main.f',
  'from memory.main.f',
  'select * from f tablesample 10%',
  'select * from f at (version => 1)',
  'with recursive r as (select 1 as n union all select n + 1 from r) select * from r',
  'with x as (select * from g) select * from x',
  "select * from f where city = getenv('HOME')",
  'select * from f order by random()',
  'select * from f limit (select random() * 3)',
  "select * from f qualify row_number() over (order by getenv('HOME')) = 1",
  "select count(*) from f group by getenv('HOME')",
  'select * from f, lateral (select * from read_text(city))',
  "select * from (pivot read_csv('x') on a using sum(b))",
  "values (getenv('HOME'))",
  "select array(select * from glob('*'))",
  "select unnest(x) from (select list(file) as x from glob('*'))",
];

describe('by the syntax tree', () => {
  it.each(expressions)('the expression %s is refused', async (text) => {
    expect(codeOf(await bindOver(bench.engine, { text }))).toMatch(/^MR21\d\d$/);
  });

  it.each(expressions.filter((text) => !/over \(|^count/.test(text)))(
    '%s is refused as an aggregate, as a window and as a windowed call, too',
    async (text) => {
      const outcomes = [
        await bindOver(bench.engine, { text, allows: 'aggregate' }),
        await bindOver(bench.engine, { text, allows: 'window' }),
        await bindOver(bench.engine, { text, allows: 'windowed' }),
        await bindOver(bench.engine, { text: `max(${text})`, allows: 'windowed' }),
      ];
      for (const outcome of outcomes) expect(codeOf(outcome)).toMatch(/^MR21\d\d$/);
    },
  );

  it.each(queries)('the query %s is refused', async (text) => {
    expect(codeOf(await bindOver(bench.engine, { text, form: 'query', allows: 'aggregate' }))).toMatch(
      /^MR21\d\d$/,
    );
  });

  it.each([
    'BIGINT) + getenv(x',
    "BIGINT) from read_text('x'",
    'regclass',
    'nope',
    '',
    '1',
    'BIGINT, 1',
    'BIGINT -- ',
  ])('the type %s is refused', async (text) => {
    expect(codeOf(await bench.engine.typeName(text))).toBe('MR2115');
  });

  it.each([
    'select * from f',
    'with late as (select * from f where delay > $minutes) select city, count(*) as n from late group by all',
    'select city, x from f, unnest(f.parts) as u(x)',
    'select * from range(10) as r(n), f',
    'select a.city from f as a join f as b on a.delay = b.delay order by 1 limit 3',
    'from f select city, row_number() over (partition by city order by delay)',
    'select * from (values (1), (2)) as v(n)',
    'select * from f where delay in (select max(delay) from f)',
    'select * from f union all by name select * from f',
    "pivot f on city in ('a', 'b') using sum(delay) group by day",
  ])('and the query %s is not', async (text) => {
    expect(codeOf(await bindOver(bench.engine, { text, form: 'query', allows: 'aggregate' }))).toBe('bound');
  });
});
