import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { errorsOf, run } from './run.js';

const documentOf = (): string => `millrace: 1
pipeline: aliases
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: "raw://orders*.csv" }
    contract:
      columns:
        order_id: { type: integer, required: true }
        amount: { type: double, min: 0, aliases: [Betrag, total] }
  out:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
`;

describe('columns of CSV files are found by what a contract calls them', () => {
  test('but for case, blanks and punctuation, and by aliases, each file for itself', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(),
      'orders-1.csv': 'Order ID,Betrag,note\n1,10.5,a\n2,-1,b\n',
      'orders-2.csv': 'order-id,amount,note\n3,1.5,c\n',
      'orders-3.csv': 'TOTAL, order_id ,note\n4,4,d\n',
    });
    const { record, originals } = await run(at);
    expect(record.problems).toEqual([]);
    expect((await at.read('out/orders.csv')).split('\n').toSorted()).toEqual(
      ['', '1,10.5,a', '3,1.5,c', '4,4.0,d', 'order_id,amount,note'].toSorted(),
    );
    expect(originals).toEqual([{ order_id: '2', amount: '-1', note: 'b' }]);
    const decided = (record.decisions ?? []).filter(({ about }) => about === 'names');
    expect(decided.map(({ column, chosen, files }) => [column, chosen, files])).toEqual(
      expect.arrayContaining([
        ['order_id', '"Order ID" is read as "order_id"', ['orders-1.csv']],
        ['amount', '"Betrag" is read as "amount"', ['orders-1.csv']],
        ['order_id', '"order-id" is read as "order_id"', ['orders-2.csv']],
        ['amount', '"TOTAL" is read as "amount"', ['orders-3.csv']],
      ]),
    );
  });

  test('a column beside the one that has the name itself stops the run, for either could be meant', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(),
      'orders.csv': 'order_id,amount,Order ID\n1,2,4\n',
    });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain('MR4030');
    expect(err).toContain('"order_id" and "Order ID" could each be it');
  });

  test('a name that stands twice is not told apart by chance', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(),
      'orders.csv': 'Order ID,Order ID,amount\n1,2,3\n',
    });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain('MR4007');
  });

  test('two that could be it stop the run, with both named', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(),
      'orders.csv': 'Order ID,order-id,amount\n1,2,3\n',
    });
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code).not.toBe(0);
    expect(err).toContain('MR4030');
    expect(err).toContain('"Order ID" and "order-id" could each be it');
  });

  test('what is not there is missing as before', async () => {
    const at = await project({ 'pipeline.yaml': documentOf(), 'orders.csv': 'order_no,amount\n1,2\n' });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain('MR4023');
    expect(err).toContain('order_id');
  });

  test('aliases of a column elsewhere are an error at their place', async () => {
    const at = await project({
      'pipeline.yaml': `${documentOf().replace(/ {4}contract:[\s\S]*?(?= {2}out:)/, '')}    contract: { columns: { amount: { aliases: [total] } } }
`,
      'orders.csv': 'order_id,total\n1,2\n',
    });
    const { err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(err).toContain('MR2118');
    expect(err).toContain('pipeline.yaml:15:47');
  });
});

test('a file without a contract keeps its names', async () => {
  const at = await project({
    'pipeline.yaml': documentOf().replace(/ {4}contract:[\s\S]*?(?= {2}out:)/, ''),
    'orders.csv': 'Order ID,Betrag\n1,2\n',
  });
  const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  expect(code, err).toBe(0);
  expect(errorsOf(JSON.parse(out))).toEqual([]);
  expect(await at.read('out/orders.csv')).toBe('Order ID,Betrag\n1,2\n');
});
