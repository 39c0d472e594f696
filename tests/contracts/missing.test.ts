import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { documentOf } from '../support/document.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { errorsOf, run, saidBy } from './run.js';

type Format = 'csv' | 'json' | 'parquet';

const formats: readonly Format[] = ['csv', 'json', 'parquet'];

const options: Readonly<Record<Format, string>> = {
  csv: 'format csv, header',
  json: 'format json',
  parquet: 'format parquet',
};

const documentFor = (format: Format, mode: string, amount = 'type: integer'): string =>
  documentOf(`  orders:
    use: read_${format}
    with: { path: "raw://*" }
    contract:
      columns:
        id: { type: integer }
        amount: { ${amount} }
      drift: { missing_columns: ${mode} }
  result: { use: write_parquet, from: orders, with: { path: out://out.parquet } }
`);

/** Files by name, each with what it holds. */
const given = async (format: Format, document: string, files: Readonly<Record<string, string>>) => {
  const at = await project({ 'pipeline.yaml': document });
  await mkdir(at.path('data'));
  for (const [name, select] of Object.entries(files)) {
    await writeRows(at.path(`data/${name}.${format}`), select, options[format]);
  }
  return at;
};

const two = { a: 'select 1 as id', b: 'select 2 as id, 20 as amount', c: 'select 3 as id' };

const published = async (at: Project): Promise<readonly unknown[]> =>
  (await query(`select id, amount from '${at.path('out/out.parquet')}' order by id`)).rows;

describe.each(formats)('of several files of %s, those without a declared column', (format) => {
  test('have all of their rows in quarantine under `quarantine_row`; the others go on', async () => {
    const at = await given(format, documentFor(format, 'quarantine_row'), two);
    const { record, originals } = await run(at);
    expect(errorsOf(record)).toEqual([]);
    expect(await published(at)).toEqual([[2, 20]]);
    expect(originals.map(({ id }) => Number(id))).toEqual([1, 3]);
    expect(record.contracts?.[0]).toMatchObject({
      in: 3,
      passed: 1,
      quarantined: 2,
      broken: [{ rule: 'missing_column', columns: ['amount'], rows: 2 }],
    });
    expect(record.decisions?.find(({ about }) => about === 'missing_columns')).toMatchObject({
      column: 'amount',
      action: 'quarantine',
      files: [`a.${format}`, `c.${format}`],
    });
  });

  test('go on with null under `evolve`, which is recorded', async () => {
    const at = await given(format, documentFor(format, 'evolve'), two);
    const { record } = await run(at);
    expect(await published(at)).toEqual([
      [1, null],
      [2, 20],
      [3, null],
    ]);
    expect(record.decisions?.find(({ about }) => about === 'missing_columns')).toMatchObject({
      action: 'adapt',
      chosen: 'null',
    });
  });

  test('where every file is without it, not one row keeps the contract', async () => {
    const at = await given(format, documentFor(format, 'quarantine_row'), { a: two.a, c: two.c });
    const { record, originals } = await run(at);
    expect(errorsOf(record)).toEqual(['MR4021']);
    expect(originals).toHaveLength(2);
  });

  test('stop the run where the column is required: that wins', async () => {
    const document = documentFor(format, 'quarantine_row', 'type: integer, required: true');
    const at = await given(format, document, { a: two.a, c: two.c });
    expect(saidBy(await run(at))).toContain('missing column "amount"');
  });
});
