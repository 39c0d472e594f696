import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DatasetView } from '../../src/app/datasets/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { type Published, publish, refusal } from './support/published.js';

const document = `millrace: 1
pipeline: shop
resources:
  stores:
    here: { folder: . }
nodes:
  orders:
    use: read_csv
    with: { path: here://orders.csv }
  customers:
    use: read_csv
    with: { path: here://customers.csv }
  orders_out:
    use: write_parquet
    from: orders
    with: { path: here://orders.parquet }
  customers_out:
    use: write_csv
    from: customers
    with: { path: here://customers_out.csv }
`;

let published: Published;
let run: RunRecord;
let views: Readonly<Record<string, DatasetView>>;
beforeAll(async () => {
  published = await publish(
    {
      'shop.yaml': document,
      'orders.csv': 'id,customer,amount\n1,1,10\n2,1,20\n3,2,30\n4,3,1000\n',
      'customers.csv':
        'id,email,country\n1,anna@example.com,DE\n2,bert@example.com,DE\n3,cleo@example.com,FR\n',
    },
    { question: 2_000, memory: 128_000_000 },
  );
  run = await published.run('shop.yaml');
  views = {
    o: await published.view(run, 'orders_out'),
    c: await published.view(run, 'customers_out', {
      filter: "country = 'DE'",
      shown: { email: 'mask' },
      masks: { email: 'email' },
    }),
  };
});
afterAll(() => published.close());

const never = new AbortController().signal;
const ask = (query: string, limit = 100, person = 'anna') =>
  published.reading.query(person, views, { query, limit }, never);

test('datasets are joined, each as it may be seen', async () => {
  const answer = await ask(
    'select c.email, sum(o.amount)::bigint as total from o join c on o.customer = c.id group by all order by total',
  );
  expect(answer.columns).toEqual([
    { name: 'email', type: 'VARCHAR' },
    { name: 'total', type: 'BIGINT' },
  ]);
  expect(answer.rows).toEqual([
    ['a•••@•••', 30],
    ['b•••@•••', 30],
  ]);
  expect(answer.isCut).toBe(false);
  expect(Object.fromEntries(answer.told)).toEqual({
    // A name that could be meant of both is said of both.
    o: { asked: ['amount', 'customer', 'id'], granted: ['id', 'customer', 'amount'], masked: {} },
    c: { asked: ['email', 'id'], granted: ['id'], masked: { email: 'mask' } },
  });
});

test('rows past the limit are cut, and it is said', async () => {
  expect(await ask('select id from o order by id', 2)).toMatchObject({ rows: [[1], [2]], isCut: true });
  expect(await ask('select id from o order by id', 4)).toMatchObject({ isCut: false });
});

test('statistics are those of what may be seen', async () => {
  const { rows } = await ask(
    'select count(*), min(email), max(email), approx_count_distinct(email), count(distinct country), mode(email) from c',
  );
  expect(rows).toEqual([[2, 'a•••@•••', 'b•••@•••', 2, 1, 'a•••@•••']]);
});

describe('nothing else is in reach', () => {
  test.each([
    ['a file', "select * from 'customers.csv'", 'MR2110'],
    ['a function of files', "select * from read_csv('customers.csv')", 'MR2109'],
    ['the table itself', 'select * from kept_1.rows', 'MR2110'],
    ['the catalogue', 'select * from information_schema.tables', 'MR2110'],
    ['databases', 'select * from duckdb_databases()', 'MR2109'],
    ['a setting', "select current_setting('memory_limit')", 'MR2109'],
    ['an error of its own', "select error('x') from c", 'MR2109'],
    ['a value of any size', "select repeat('x', 2000000000)", 'MR2109'],
    ['a list of any size', 'select range(10000000000)', 'MR2109'],
    ['a statement', 'drop table o', 'MR2103'],
    ['two statements', 'select 1; select 2', 'MR2103'],
    ['writing', "copy o to 'x.csv'", 'MR2103'],
    ['a dataset that was not named', 'select * from people', 'MR2110'],
    ['a number of a row', 'select rowid from c', 'MR2104'],
    ['a parameter', 'select $land from c', 'MR2111'],
  ])('%s', async (_, query, code) => {
    const refused = await refusal(ask(query));
    expect(refused.code).toBe(code);
    expect(refused.text).not.toContain('example.com');
  });
});

test('what does not bind is told at its place in the query', async () => {
  const { text } = await refusal(ask('select id,\n  emial from c'));
  expect(text).toContain('emial');
  const { text: syntax } = await refusal(ask('select id,\n  from from c'));
  expect(syntax).toContain('"line":2');
});

test('what fails on the rows is told by its kind alone', async () => {
  const { code, text } = await refusal(ask('select email::integer from c'));
  expect(code).toBe('MR8904');
  expect(text).not.toMatch(/•••|@/);
});

describe('limits', () => {
  const endless =
    'select count(*) from o a, o b, o c1, o d, o e, o f, o g, o h, o i, o j, o k, o l, o m, o n, o p, o q, o r, o s, o t where a.id + t.id > m.id';

  test('of time', async () => {
    expect(await refusal(ask(endless))).toMatchObject({ code: 'MR8905' });
  });

  test('of a person, whose questions are given up when nobody waits', async () => {
    const stop = new AbortController();
    const slow = [1, 2].map(() =>
      refusal(published.reading.query('bert', views, { query: endless, limit: 1 }, stop.signal)),
    );
    expect(await refusal(ask('select 1', 1, 'bert'))).toMatchObject({ code: 'MR8908' });
    expect((await ask('select 1', 1, 'cleo')).rows).toEqual([[1]]);
    stop.abort();
    expect((await Promise.all(slow)).map(({ code }) => code)).toEqual(['MR8905', 'MR8905']);
    expect((await ask('select 1', 1, 'bert')).rows).toEqual([[1]]);
  });

  test('of memory', async () => {
    const query =
      "select list(a.id || '-' || b.id || '-' || c1.id) from o a, o b, o c1, o d, o e, o f, o g, o h, o i, o j, o k";
    expect(await refusal(ask(query))).toMatchObject({ code: 'MR8905' });
  });
});
