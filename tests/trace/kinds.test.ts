import { describe, expect, test } from 'vitest';
import { project } from '../support/project.js';
import { documentOf, nodeOf, reasons, records, trace } from './trace.js';

const ORDERS = `id,customer,country,amount
1,ann,DE,10
2,bob,FR,20
3,ann,DE,30
4,cid,,5
5,ann,DE,10
`;
const CUSTOMERS = `name,city
ann,Bonn
bob,Lyon
bob,Nice
dan,Rome
`;

const orders = '  orders: { use: read_csv, with: { path: data://orders.csv } }\n';
const customers = '  customers: { use: read_csv, with: { path: data://customers.csv } }\n';

const at = (nodes: string, files: Readonly<Record<string, string>> = {}) =>
  project({
    'pipeline.yaml': documentOf(
      `${orders}${nodes}  out: { use: write_csv, from: made, with: { path: out://made.csv } }\n`,
    ),
    'data/orders.csv': ORDERS,
    'data/customers.csv': CUSTOMERS,
    ...files,
  });

/** A kind over the orders, a condition on what it gives, and the records of the orders that made such rows. */
const overOrders: Readonly<Record<string, readonly [string, string, readonly number[]]>> = {
  filter: ['filter, from: orders, with: { where: amount >= 10 }', 'amount = 10', [1, 5]],
  'select with names': [
    'select, from: orders, with: { columns: [customer, amount] }',
    "customer = 'ann' and amount = 10",
    [1, 5],
  ],
  'select with expressions': [
    'select, from: orders, with: { columns: { half: amount / 2 } }',
    'half = 10',
    [2],
  ],
  'select with exclude': ['select, from: orders, with: { exclude: [id] }', 'country is null', [4]],
  'derive that overwrites': [
    'derive, from: orders, with: { columns: { amount: amount * 2 } }',
    'amount = 60',
    [3],
  ],
  'derive with a window': [
    'derive, from: orders, with: { columns: { all_of_them: "sum(amount) over (partition by customer)" } }',
    'all_of_them = 20',
    [2],
  ],
  rename: ['rename, from: orders, with: { columns: { amount: price } }', 'price = 30', [3]],
  cast: ['cast, from: orders, with: { columns: { amount: varchar } }', "amount = '5'", [4]],
  aggregate: [
    'aggregate, from: orders, with: { by: [customer], measures: { total: sum(amount) } }',
    'total = 50',
    [1, 3, 5],
  ],
  'aggregate over a null': [
    'aggregate, from: orders, with: { by: [country], measures: { n: count(*) } }',
    'country is null',
    [4],
  ],
  'aggregate by expressions': [
    'aggregate, from: orders, with: { by: { big: amount >= 20 }, measures: { n: count(*) } }',
    'big',
    [2, 3],
  ],
  'aggregate of everything': [
    'aggregate, from: orders, with: { measures: { n: count(*) } }',
    'n = 5',
    [1, 2, 3, 4, 5],
  ],
  distinct: ['distinct, from: orders', 'id = 2', [2]],
  deduplicate: [
    'deduplicate, from: orders, with: { keys: [customer], order_by: [id] }',
    "customer = 'ann'",
    [1, 3, 5],
  ],
  sort: ['sort, from: orders, with: { by: [amount] }', 'amount = 30', [3]],
  limit: ['limit, from: orders, with: { rows: 2, order_by: [amount, id] }', 'true', [1, 4]],
  sample: ['sample, from: orders, with: { share: 1 }', 'id > 3', [4, 5]],
  window: [
    'window, from: orders, with: { partition_by: [customer], order_by: [id], columns: { place: row_number() } }',
    'place = 3',
    [5],
  ],
  pivot: [
    'pivot, from: orders, with: { by: [customer], on: country, values: [DE, FR], measures: { total: sum(amount) }, unlisted: drop }',
    '"DE" = 50',
    [1, 3, 5],
  ],
  unpivot: [
    'unpivot, from: orders, with: { columns: [customer, country] }',
    "name = 'country' and value = 'FR'",
    [2],
  ],
  sql: [
    'sql, from: orders, with: { query: "select customer, max(amount) as most from orders group by customer" }',
    'most = 30',
    [1, 3, 5],
  ],
  'sql that changes a column under its name': [
    'sql, from: orders, with: { query: "select id, amount + 1 as amount from orders" }',
    'id = 3',
    [3],
  ],
  'sql that tells nothing of where rows are from': [
    'sql, from: orders, with: { query: "select max(amount) as most from orders" }',
    'most = 30',
    [1, 2, 3, 4, 5],
  ],
};

describe('the records that made a row', () => {
  test.each(Object.entries(overOrders))('of %s', async (_, [kind, where, expected]) => {
    const here = await at(`  made: { use: ${kind} }\n`);
    const traced = await trace(here, '--node', 'made', '--where', where);
    expect(records(traced, 'orders')).toEqual(expected.map((record) => `orders.csv:${record}`));
    expect(nodeOf(traced, 'orders').rows).toBe(expected.length);
  });

  test('of a list, each element from its row', async () => {
    const here = await project({
      'pipeline.yaml': documentOf(`  baskets: { use: read_json, with: { path: data://baskets.ndjson } }
  made: { use: unnest, from: baskets, with: { column: items } }
  out: { use: write_csv, from: made, with: { path: out://made.csv } }
`),
      'data/baskets.ndjson':
        '{"id":1,"items":["a","b","b"]}\n{"id":2,"items":["b"]}\n{"id":3,"items":["c"]}\n',
    });
    const traced = await trace(here, '--node', 'made', '--where', "items = 'b'");
    expect(traced.rows).toBe(3);
    expect(records(traced, 'baskets')).toEqual(['baskets.ndjson:1', 'baskets.ndjson:2']);
    expect(nodeOf(traced, 'baskets').rows).toBe(2);
  });

  test('of an output of a route', async () => {
    const here =
      await at(`  routed: { use: route, from: orders, with: { cases: { de: country = 'DE', big: amount >= 20 } } }
  made: { use: union, from: [routed.de, routed.big] }
  rest: { use: write_csv, from: routed.unmatched, with: { path: out://rest.csv } }
`);
    const traced = await trace(here, '--node', 'made', '--where', 'amount in (20, 30)');
    expect(records(traced, 'orders')).toEqual(['orders.csv:2', 'orders.csv:3']);
    expect(nodeOf(traced, 'routed.de').rows).toBe(1);
    expect(nodeOf(traced, 'routed.big').rows).toBe(1);
    const rest = await trace(here, '--node', 'routed.unmatched', '--where', 'true');
    expect(records(rest, 'orders')).toEqual(['orders.csv:4']);
  });

  test('of a union names the input', async () => {
    const here = await at(
      `  more: { use: read_csv, with: { path: data://more.csv } }
  made: { use: union, from: [orders, more] }
`,
      { 'data/more.csv': 'id,customer,country,amount\n6,eva,IT,70\n' },
    );
    const traced = await trace(here, '--node', 'made', '--where', 'amount = 70');
    expect(traced.nodes.map(({ name }) => name)).toEqual(['made', 'more']);
    expect(records(traced, 'more')).toEqual(['more.csv:1']);
  });

  test('of rows of which one was taken say which', async () => {
    const here = await at(
      '  made: { use: deduplicate, from: orders, with: { keys: [customer], order_by: [{ column: id, direction: desc }] } }\n',
    );
    const { records: places = [], taken } = nodeOf(
      await trace(here, '--node', 'made', '--where', "customer = 'ann'"),
      'orders',
    );
    expect(places.map(({ record }, index) => [record, taken?.[index]])).toEqual([
      [1, false],
      [3, false],
      [5, true],
    ]);
  });

  test('of a check and of an output are those that they read', async () => {
    const here = await at(
      '  made: { use: filter, from: orders, with: { where: amount > 10 } }\n  sane: { use: check, from: made, with: { unique: [id] } }\n',
    );
    for (const node of ['sane', 'out'])
      expect(records(await trace(here, '--node', node, '--where', 'id = 2'), 'orders')).toEqual([
        'orders.csv:2',
      ]);
  });
});

/** A join, a condition on what it gives, the orders, and the customers. */
const joins: Readonly<Record<string, readonly [string, string, readonly number[], readonly number[]]>> = {
  inner: ['type: inner', "o_city = 'Nice'", [2], [3]],
  left: ['type: left', 'o_city is null', [4], []],
  right: ['type: right', "o_city = 'Rome'", [], [4]],
  full: ['type: full', "o_city in ('Rome', 'Bonn')", [1, 3, 5], [1, 4]],
};

describe('the partners of a join', () => {
  test.each(Object.entries(joins))('%s', async (_, [type, where, left, right]) => {
    const here = await at(`${customers}  made:
    use: join
    from: { o: orders, c: customers }
    with: { ${type}, keys: { customer: name }, columns: { id: o.id, customer: o.customer, o_city: c.city } }
`);
    const traced = await trace(here, '--node', 'made', '--where', where);
    const of = (name: string) =>
      traced.nodes.some((node) => node.name === name) ? records(traced, name) : [];
    expect(of('orders')).toEqual(left.map((record) => `orders.csv:${record}`));
    expect(of('customers')).toEqual(right.map((record) => `customers.csv:${record}`));
  });

  test('semi and anti', async () => {
    const here =
      await at(`${customers}  made: { use: join, from: { o: orders, c: customers }, with: { type: semi, keys: { customer: name } } }
  none: { use: join, from: { o: orders, c: customers }, with: { type: anti, keys: { customer: name } } }
  rest: { use: write_csv, from: none, with: { path: out://rest.csv } }
`);
    const semi = await trace(here, '--node', 'made', '--where', "customer = 'bob'");
    expect(records(semi, 'orders')).toEqual(['orders.csv:2']);
    expect(records(semi, 'customers')).toEqual(['customers.csv:2', 'customers.csv:3']);
    const anti = await trace(here, '--node', 'none', '--where', 'true');
    expect(anti.nodes.map(({ name }) => name)).toEqual(['none', 'orders']);
    expect(records(anti, 'orders')).toEqual(['orders.csv:4']);
    const gone = await trace(here, '--node', 'orders', '--where', 'id = 2', '--to', 'none');
    expect(reasons(gone, 'none')).toEqual(['1 has a partner in "c"']);
  });

  test('by time', async () => {
    const here = await project({
      'pipeline.yaml': documentOf(`  trades: { use: read_csv, with: { path: data://trades.csv } }
  quotes: { use: read_csv, with: { path: data://quotes.csv } }
  made:
    use: join
    from: { t: trades, q: quotes }
    with: { type: left, keys: [paper], as_of: { left: at, right: since }, columns: [t.*, q.price] }
  out: { use: write_csv, from: made, with: { path: out://made.csv } }
`),
      'data/trades.csv': 'paper,at\nA,2026-01-02\nA,2026-01-05\nB,2026-01-01\n',
      'data/quotes.csv': 'paper,since,price\nA,2026-01-01,10\nA,2026-01-04,11\nB,2026-01-02,7\n',
    });
    const traced = await trace(here, '--node', 'made', '--where', 'price = 11');
    expect(records(traced, 'trades')).toEqual(['trades.csv:2']);
    expect(records(traced, 'quotes')).toEqual(['quotes.csv:2']);
    const alone = await trace(here, '--node', 'made', '--where', 'price is null');
    expect(alone.nodes.map(({ name }) => name)).toEqual(['made', 'trades']);
    expect(records(alone, 'trades')).toEqual(['trades.csv:3']);
  });

  test('right rows that no one asked for', async () => {
    const here = await at(
      `${customers}  made: { use: join, from: { o: orders, c: customers }, with: { keys: { customer: name } } }\n`,
    );
    const traced = await trace(
      here,
      '--node',
      'customers',
      '--where',
      "name in ('dan', 'ann')",
      '--to',
      'made',
    );
    expect(reasons(traced, 'made')).toEqual(['1 no partner in "o"']);
    expect(nodeOf(traced, 'made').inputs[0]?.left?.[0]).toMatchObject({
      columns: [{ name: 'name' }],
      values: [['dan']],
    });
    expect(nodeOf(traced, 'made').rows).toBe(3);
  });
});

/** What becomes of the orders: a kind, a condition on orders, how many come through, and why others do not. */
const gone: Readonly<Record<string, readonly [string, string, number, readonly string[]]>> = {
  filter: [
    'filter, from: orders, with: { where: amount >= 10 }',
    'id in (1, 4)',
    1,
    ['1 filtered by `amount >= 10`'],
  ],
  limit: [
    'limit, from: orders, with: { rows: 2, order_by: [id] }',
    'id > 1',
    1,
    ['3 beyond the limit of 2 rows'],
  ],
  aggregate: [
    'aggregate, from: orders, with: { by: [customer], measures: { n: count(*) } }',
    "customer = 'ann'",
    3,
    [],
  ],
  distinct: ['distinct, from: orders', 'id = 1', 1, []],
  pivot: [
    'pivot, from: orders, with: { by: [customer], on: country, values: [DE], measures: { total: sum(amount) }, unlisted: drop }',
    'id in (1, 2)',
    1,
    ['1 its value of country is not among `values`'],
  ],
  unpivot: ['unpivot, from: orders, with: { columns: [customer, country], nulls: drop }', 'id = 4', 1, []],
  sample: ['sample, from: orders, with: { rows: 0 }', 'id = 4', 0, ['1 not drawn for the sample']],
};

describe('what becomes of rows', () => {
  test.each(Object.entries(gone))('at %s', async (_, [kind, where, arrived, expected]) => {
    const here = await at(`  made: { use: ${kind} }\n`);
    const traced = await trace(here, '--node', 'orders', '--where', where, '--to', 'made');
    expect(nodeOf(traced, 'made').inputs[0]?.arrived).toBe(arrived);
    expect(reasons(traced, 'made')).toEqual(expected);
  });
});
