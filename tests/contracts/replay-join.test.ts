import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';

const documentOf = (repair: string): string => `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv, types: { customer: VARCHAR } }
    contract:
      columns:
        id: { type: integer }
        customer: { type: varchar }
        amount: { type: integer, min: 0 }
  customers:
    use: read_csv
    with: { path: raw://customers.csv, types: { key: VARCHAR } }
  joined:
    use: join
    from: { o: orders, c: customers }
    with: { type: left, keys: { customer: key }${repair} }
  result:
    use: write_parquet
    from: joined
    with: { path: out://orders/, mode: append }
`;

/** Without zeros two customers of the orders would be one, so keys are compared as they are; of the last row alone none would. */
const files = {
  'orders.csv': 'id,customer,amount\n1,4,5\n2,04,6\n3,3,7\n4,007,-1\n',
  'customers.csv': 'key,name\n3,c\n4,d\n7,g\n',
};

const replayed = async (before: string, after = before) => {
  const at = await project({ 'pipeline.yaml': documentOf(before), ...files });
  const first = await millrace(at, ['run', 'pipeline.yaml']);
  expect(first.code, first.err).toBe(0);
  await at.write({ 'pipeline.yaml': documentOf(after) });
  const seen = await millrace(at, ['quarantine', 'replay', 'latest', '--set', 'amount=8']);
  return { at, ...seen };
};

test('a replay compares keys as the run did whose rows it has', async () => {
  const { at, code, err } = await replayed(', repair: [zeros]');
  expect(code, err).toBe(0);
  const { rows } = await query(
    `select id, name from read_parquet('${at.path('out/orders/*.parquet')}') order by all`,
  );
  expect(rows).toEqual([
    [1, 'd'],
    [2, null],
    [3, 'c'],
    [4, null],
  ]);
  const { out } = await millrace(at, ['runs', 'latest', '--json']);
  const { decisions } = JSON.parse(out) as { decisions: { about: string; evidence: string }[] };
  expect(decisions.find(({ about }) => about === 'join keys')?.evidence).toMatch(
    /^run .*, whose rows are replayed, decided so$/,
  );
});

test('a replay of a run without the decision says what to pin', async () => {
  const { code, err } = await replayed('', ', repair: [zeros]');
  expect(code).not.toBe(0);
  expect(err).toContain('MR2012');
  expect(err).toContain('repair: { always: [...] }');
});
