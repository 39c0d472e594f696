import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import type { ContractRecord, RunRecord } from '../../src/kit/index.js';
import { unbalanced } from '../support/balance.js';
import { millrace } from '../support/cli.js';
import { type Project, project as projectOf } from '../support/project.js';
import { errorsOf } from './run.js';

/** 5,000 orders: more than the engine takes at a time. Every tenth has a price past the contract's. */
const orders = Array.from({ length: 5000 }, (_, id) => ({
  id,
  country: ['DE', 'FR', 'XX'][id % 3] ?? '',
  price: id % 10 === 0 ? 900 : id % 7,
}));

const names = [
  ['DE', 'Germany'],
  ['FR', 'France'],
  ['IT', 'Italy'],
];

const asCsv = (header: string, rows: readonly (readonly unknown[])[]): string =>
  `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const files = {
  'orders.csv': asCsv(
    'id,country,price',
    orders.map(({ id, country, price }) => [id, country, price]),
  ),
  'names.csv': asCsv('country,name', names),
};

const documentOf = (node: string): string => `millrace: 1
pipeline: balance
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  names: { use: read_csv, with: { path: raw://names.csv } }
  cheap: { use: filter, from: orders, with: { where: price < 3 } }
${node}
  out: { use: write_parquet, from: n, with: { path: out://end.parquet } }
`;

const CHEAP = 'contract: { columns: { price: { max: 100 } } }';

type Row = (typeof orders)[number];
const cheap = orders.filter(({ price }) => price < 3);
const bad = (rows: readonly Row[]): number => rows.filter(({ price }) => price > 100).length;
const named = (rows: readonly Row[]): readonly Row[] => rows.filter(({ country }) => country !== 'XX');
const passing = (rows: readonly Row[]) => ({ passed: rows.length - bad(rows), quarantined: bad(rows) });

interface Case {
  readonly node: string;
  readonly says: Partial<ContractRecord>;
}

const join = (type: string): string =>
  `  n: { use: join, from: { o: orders, c: names }, with: { type: ${type}, keys: [country] }, ${CHEAP} }`;

const even = orders.filter(({ id }) => id % 2 === 0);

/** Every kind that can bear a contract; the numbers are those of the rows above, worked out here. */
const cases: Readonly<Record<string, Case>> = {
  filter: {
    node: `  n: { use: filter, from: orders, with: { where: id % 2 = 0 }, ${CHEAP} }`,
    says: { in: 5000, filtered: 2500, ...passing(even) },
  },
  'filter that holds for no row': {
    node: `  n: { use: filter, from: orders, with: { where: false }, ${CHEAP} }`,
    says: { in: 5000, filtered: 5000, passed: 0, quarantined: 0 },
  },
  'filter after a filter': {
    node: `  n: { use: filter, from: cheap, with: { where: id < 100 }, ${CHEAP} }`,
    says: {
      in: cheap.length,
      filtered: cheap.filter(({ id }) => id >= 100).length,
      passed: cheap.filter(({ id }) => id < 100).length,
    },
  },
  'filter after a derive': {
    node: `  d: { use: derive, from: orders, with: { columns: { twice: price * 2 } } }\n  n: { use: filter, from: d, with: { where: id % 2 = 0 }, ${CHEAP} }`,
    says: { in: 5000, filtered: 2500, ...passing(even) },
  },
  'limit in an order': {
    node: `  n: { use: limit, from: orders, with: { rows: 11, order_by: [id] }, ${CHEAP} }`,
    says: { in: 5000, filtered: 4989, passed: 9, quarantined: 2 },
  },
  sample: {
    node: `  n: { use: sample, from: orders, with: { rows: 100 }, ${CHEAP} }`,
    says: { in: 5000, filtered: 4900 },
  },
  'sample of a share': {
    node: `  n: { use: sample, from: orders, with: { share: 0.5 }, ${CHEAP} }`,
    says: { in: 5000 },
  },
  distinct: {
    node: `  s: { use: select, from: orders, with: { columns: [country, price] } }\n  n: { use: distinct, from: s, ${CHEAP} }`,
    says: { in: 5000, merged: 4976, passed: 21, quarantined: 3 },
  },
  deduplicate: {
    node: `  n: { use: deduplicate, from: orders, with: { keys: [country], order_by: [id] }, ${CHEAP} }`,
    says: { in: 5000, merged: 4997, passed: 2, quarantined: 1 },
  },
  aggregate: {
    node: `  n: { use: aggregate, from: orders, with: { by: [country], measures: { price: min(price) } }, ${CHEAP} }`,
    says: { in: 5000, merged: 4997, passed: 3, quarantined: 0 },
  },
  'aggregate of nothing': {
    node: `  f: { use: filter, from: orders, with: { where: price > 1000 } }\n  n: { use: aggregate, from: f, with: { measures: { price: max(price) } }, ${CHEAP} }`,
    says: { in: 0, made: 1, passed: 1, quarantined: 0 },
  },
  pivot: {
    node: `  n: { use: pivot, from: orders, with: { on: country, values: [DE, FR, XX], by: [id], measures: { p: sum(price) } }, contract: { columns: { id: { max: 10 } } } }`,
    says: { in: 5000, passed: 11, quarantined: 4989 },
  },
  unpivot: {
    node: `  n: { use: unpivot, from: orders, with: { columns: [price] }, contract: { columns: { id: { max: 10 } } } }`,
    says: { in: 5000, passed: 11, quarantined: 4989 },
  },
  unnest: {
    node: `  d: { use: derive, from: orders, with: { columns: { parts: "[price, price]" } } }\n  n: { use: unnest, from: d, with: { column: parts }, ${CHEAP} }`,
    says: { in: 10000, passed: 9000, quarantined: 1000 },
  },
  union: {
    node: `  n: { use: union, from: [orders, cheap], ${CHEAP} }`,
    says: { in: 5000 + cheap.length, passed: 4500 + cheap.length, quarantined: 500 },
  },
  'union of what differs': {
    node: `  n: { use: union, from: [orders, cheap], with: { distinct: true }, ${CHEAP} }`,
    says: { in: 5000 + cheap.length, merged: cheap.length, ...passing(orders) },
  },
  'inner join': {
    node: join('inner'),
    says: {
      in: 5003,
      unmatched: 5000 - named(orders).length + 1,
      merged: 2,
      ...passing(named(orders)),
      ports: [
        { port: 'o', in: 5000, unmatched: 5000 - named(orders).length },
        { port: 'c', in: 3, merged: 2, unmatched: 1 },
      ],
    },
  },
  'left join': { node: join('left'), says: { in: 5003, unmatched: 1, merged: 2, ...passing(orders) } },
  'right join': {
    node: join('right'),
    says: { in: 5003, unmatched: 5000 - named(orders).length, merged: 2 },
  },
  'full join': { node: join('full'), says: { in: 5003, merged: 2, passed: 4501, quarantined: 500 } },
  'semi join': {
    node: join('semi'),
    says: { unmatched: 5000 - named(orders).length + 1, ...passing(named(orders)) },
  },
  'anti join': {
    node: join('anti'),
    says: { filtered: named(orders).length, merged: 2, unmatched: 1 },
  },
  'join that makes pairs': {
    node: `  n: { use: join, from: { c: names, o: orders }, with: { keys: [country] }, ${CHEAP} }`,
    says: { in: 5003, made: named(orders).length - 2, ...passing(named(orders)) },
  },
  select: {
    node: `  n: { use: select, from: orders, with: { columns: [id, price] }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  rename: {
    node: `  n: { use: rename, from: orders, with: { columns: { id: number } }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  derive: {
    node: `  n: { use: derive, from: orders, with: { columns: { twice: price * 2 } }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  cast: {
    node: `  n: { use: cast, from: orders, with: { columns: { id: VARCHAR } }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  sort: {
    node: `  n: { use: sort, from: orders, with: { by: [price] }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  window: {
    node: `  n: { use: window, from: orders, with: { partition_by: [country], order_by: [id], columns: { k: row_number() } }, ${CHEAP} }`,
    says: { in: 5000, ...passing(orders) },
  },
  sql: {
    node: `  n:\n    use: sql\n    from: orders\n    with: { query: "select * from orders where id < 50" }\n    ${CHEAP}`,
    says: { in: 50, passed: 45, quarantined: 5 },
  },
};

const ranIn = async (at: Project): Promise<{ readonly record: RunRecord; readonly folder: string }> =>
  runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml', {});

describe('what comes in by a node with a contract is what becomes of it', () => {
  test.each(Object.entries(cases))('%s', async (_, { node, says }) => {
    const at = await projectOf({ ...files, 'pipeline.yaml': documentOf(node) });
    const { record, folder } = await ranIn(at);
    expect(errorsOf(record)).toEqual([]);
    const read = says.in === 5000 && node.includes('from: orders') ? { n: at.path('orders.csv') } : {};
    expect(await unbalanced(record, folder, read)).toEqual([]);
    expect(record.contracts?.[0]).toMatchObject(says);
  });

  test('under a limit in no order, as far as it was read', async () => {
    const node = `  n: { use: limit, from: orders, with: { rows: 7 }, ${CHEAP} }`;
    const at = await projectOf({ ...files, 'pipeline.yaml': documentOf(node) });
    const { record, folder } = await ranIn(at);
    expect(await unbalanced(record, folder, {})).toEqual([]);
    const [contract] = record.contracts ?? [];
    expect((contract?.passed ?? 0) + (contract?.quarantined ?? 0)).toBe(7);
    expect(contract?.in).toBeLessThanOrEqual(5000);
  });
});

describe('the counts', () => {
  test('are told in words after the run, of runs that were, and in the report', async () => {
    const at = await projectOf({ ...files, 'pipeline.yaml': documentOf(cases['inner join']?.node ?? '') });
    const words =
      'contract n: 5,003 rows, 1,667 without a partner, 2 merged into others, 3,000 passed, 334 in quarantine';
    expect((await millrace(at, ['run', 'pipeline.yaml'])).err).toContain(words);
    expect((await millrace(at, ['runs', 'latest'])).out).toContain(words);
    const { out } = await millrace(at, ['report', 'latest', '-o', '-']);
    expect(out).toMatch(/o: 1.666 without a partner; c: 1 without a partner; c: 2 merged into others/);
  });
});

describe('the assertion', () => {
  const honest = async () => {
    const at = await projectOf({ ...files, 'pipeline.yaml': documentOf(cases['filter']?.node ?? '') });
    const { record, folder } = await ranIn(at);
    const [contract] = record.contracts ?? [];
    if (!contract) throw new Error('no contract on record');
    const lies = (change: Partial<ContractRecord>) =>
      unbalanced({ contracts: [{ ...contract, ...change }] }, folder, { n: at.path('orders.csv') });
    return { contract, lies, at, folder };
  };

  test('finds each number that is not so', async () => {
    const { contract, lies } = await honest();
    expect(await lies({})).toEqual([]);
    const { filtered = 0, passed = 0, quarantined, in: all = 0 } = contract;
    expect(await lies({ filtered: filtered - 1 })).toHaveLength(1);
    // A lie that adds up: the files tell.
    expect(
      await lies({ in: all - 1, filtered: filtered - 1, ports: [{ port: 'orders', in: all - 1 }] }),
    ).toEqual(['n: in: 4999 on record, 5000 counted']);
    expect(await lies({ passed: passed + 1, quarantined: quarantined - 1 })).toEqual([
      `n: quarantined: ${quarantined - 1} on record, ${quarantined} counted`,
    ]);
  });

  test('finds a contract that is not on record', async () => {
    const { folder, at } = await honest();
    expect(await unbalanced({}, folder, { n: at.path('orders.csv') })).toEqual([
      'n: no contract of it on record',
    ]);
  });
});
