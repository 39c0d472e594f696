import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { matchHeaders } from '../../src/kit/index.js';
import { documentOf } from '../support/document.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { errorsOf, run, saidBy } from './run.js';

const documentFor = (format: string): string =>
  documentOf(`  orders:
    use: read_${format}
    with: { path: "raw://*" }
    contract:
      columns:
        order_id: { type: integer, required: true }
        amount: { type: integer, aliases: [total, Betrag] }
  result: { use: write_parquet, from: orders, with: { path: out://out.parquet } }
`);

const given = async (document: string): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document });
  await mkdir(at.path('data'));
  return at;
};

const published = async (at: Project): Promise<readonly unknown[]> =>
  (await query(`select order_id, amount from '${at.path('out/out.parquet')}' order by 1`)).rows;

const formats: Readonly<Record<string, string>> = {
  json: 'format json',
  parquet: 'format parquet',
};

describe.each(Object.entries(formats))('columns of a %s file', (format, options) => {
  const files = async (select: string): Promise<Project> => {
    const at = await given(documentFor(format));
    await writeRows(at.path(`data/a.${format}`), select, options);
    return at;
  };

  test('are read under the names of the contract, by spelling and by alias, each recorded', async () => {
    const at = await files(`select 1 as "Order ID", 10 as "BETRAG", 'x' as "My note"`);
    const { record } = await run(at);
    expect(errorsOf(record)).toEqual([]);
    expect(await published(at)).toEqual([[1, 10]]);
    const { names } = await query(`select * from '${at.path('out/out.parquet')}'`);
    expect(names).toEqual(['order_id', 'amount', 'My note']);
    expect(record.decisions?.filter(({ about }) => about === 'names')).toEqual([
      expect.objectContaining({
        node: 'orders',
        column: 'order_id',
        action: 'adapt',
        chosen: '"Order ID" is read as "order_id"',
        evidence: 'the contract has this name, but for case, blanks and punctuation',
        alternatives: ['"order_id" is missing, and "Order ID" is another column'],
        files: [`a.${format}`],
      }),
      expect.objectContaining({ column: 'amount', evidence: 'the contract lists it among its aliases' }),
    ]);
  });

  test('stop the run where two of them may be the one', async () => {
    const at = await files('select 1 as "Order ID", 2 as "order-id", 10 as amount');
    expect(saidBy(await run(at))).toContain(
      'more than one column that may be "order_id": Order ID, order-id',
    );
  });

  test('stop the run where one has the name and another an alias', async () => {
    const at = await files('select 1 as order_id, 2 as amount, 10 as total');
    expect(saidBy(await run(at))).toContain('more than one column that may be "amount": amount, total');
  });

  test('that break the contract are in quarantine under its names', async () => {
    const at = await files(`select 1 as "order-id", 'ten' as total union all select 2, '20'`);
    const { originals } = await run(at);
    expect(originals).toEqual([{ order_id: '1', amount: 'ten' }]);
    expect(await published(at)).toEqual([[2, 20]]);
  });
});

test('signs that mean something are not passed over, words stay apart, and exact names stand for themselves', () => {
  const column = (name: string, ...aliases: readonly string[]) => ({ name, aliases });
  expect(matchHeaders(['Price %', 'q1_1'], [column('price'), column('q11')]).renamed).toEqual([]);
  expect(matchHeaders(['id', 'no'], [column('id', 'no'), column('no')])).toEqual({
    renamed: [],
    clashes: [],
  });
  expect(matchHeaders(['a b'], [column('a_b'), column('a-b')]).clashes).toEqual([
    { to: 'a-b', candidates: ['a b'] },
  ]);
});
