import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { query, writeRows } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';

/** Reads `raw://*`, types the column `v` and lets it evolve. */
const evolving = (type: string, format = 'csv', others = ''): string =>
  documentOf(`  rows:
    use: read_${format}
    with: { path: "raw://*" }
    contract:
      columns:
        v: { type: "${type}", wrong_types: evolve${others} }
  result: { use: write_parquet, from: rows, with: { path: out://out.parquet } }
`);

interface Published {
  readonly record: RunRecord;
  readonly type: string;
  readonly values: readonly unknown[];
}

const published = async (at: Project): Promise<Published> => {
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  const file = at.path('out/out.parquet');
  const { rows } = await query(`select v::varchar from '${file}' order by 1`);
  const schema = record.nodes.find(({ name }) => name === 'rows')?.schema;
  const type = String(schema?.find(({ name }) => name === 'v')?.type);
  return { record, type, values: rows.map(([value]) => value) };
};

const csv = (values: readonly string[]): string =>
  ['v,n', ...values.map((value) => `${value},1`), ''].join('\n');

const runCsv = (type: string, values: readonly string[], others: Files = {}) =>
  project({ 'pipeline.yaml': evolving(type), 'data/a.csv': csv(values), ...others }).then(published);

describe('a column is widened to the narrowest type that holds all of its values', () => {
  test.each<[string, readonly string[], string]>([
    ['integer', ['1', '2'], 'INTEGER'],
    ['tinyint', ['1', '300'], 'SMALLINT'],
    ['utinyint', ['1', '300'], 'USMALLINT'],
    ['utinyint', ['1', '-3'], 'SMALLINT'],
    ['integer', ['1', '3000000000'], 'BIGINT'],
    ['integer', ['1', '12345678901234567890'], 'HUGEINT'],
    ['integer', ['1', '12.75'], 'DECIMAL(12,2)'],
    ['integer', ['1', '1e20'], 'DOUBLE'],
    ['integer', ['1', 'x'], 'VARCHAR'],
    ['decimal(4,1)', ['1.5', '1234.25'], 'DECIMAL(6,2)'],
    ['date', ['2026-01-02', '2026-01-03 10:00:00'], 'TIMESTAMP'],
    ['date', ['2026-01-02', '2026-01-03 10:00:00.123456789'], 'TIMESTAMP_NS'],
    ['date', ['2026-01-02', 'soon'], 'VARCHAR'],
    ['boolean', ['true', 'perhaps'], 'VARCHAR'],
  ])('%s with %j is %s', async (type, values, widened) => {
    const { type: got, values: kept, record } = await runCsv(type, values);
    expect(record.status).toBe('succeeded');
    expect(got).toBe(widened);
    expect(kept).toHaveLength(values.length);
    expect(record.contracts?.[0]?.quarantined).toBe(0);
  });

  test.each<[string, string]>([
    ['digits that a DOUBLE rounds', '1.2345678901234567e3'],
    ['a number that a DOUBLE cannot be', '1e400'],
    ['a number so small that a DOUBLE makes it 0', '1e-400'],
    ['a moment with its zone', '2026-01-02T10:00:00+02:00'],
  ])('but for %s, as text, which is kept as it was', async (_, value) => {
    const { type, values } = await runCsv(value.includes('T') ? 'date' : 'integer', [value]);
    expect([type, values]).toEqual(['VARCHAR', [value]]);
  });

  test('over all files, which the first alone does not tell', async () => {
    const { type, values, record } = await runCsv('integer', ['1'], { 'data/b.csv': csv(['2.5']) });
    expect([type, values]).toEqual(['DECIMAL(11,1)', ['1.0', '2.5']]);
    expect(record.decisions?.find(({ about }) => about === 'type')).toMatchObject({
      node: 'rows',
      column: 'v',
      action: 'adapt',
      chosen: 'INTEGER widened to DECIMAL(11,1)',
      evidence: '1 of 2 values cannot be INTEGER, for example "2.5"',
      files: ['a.csv', 'b.csv'],
    });
  });

  test('of a value far behind what the engine samples', async () => {
    const values = [...Array.from({ length: 60_000 }, (_, index) => String(index)), 'last'];
    const { type, values: kept } = await runCsv('integer', values);
    expect(type).toBe('VARCHAR');
    expect(new Set(kept)).toEqual(new Set(values));
  });

  test('of JSON', async () => {
    const at = await project({
      'pipeline.yaml': evolving('integer', 'json'),
      'data/a.json': '{"v": 1}\n',
      'data/b.json': '{"v": 3000000000}\n{"v": null}\n',
    });
    expect(await published(at)).toMatchObject({ type: 'BIGINT', values: ['1', '3000000000', null] });
  });

  test.each([
    ['3000000000::bigint', 'BIGINT', '3000000000'],
    ['12.5::double', 'DOUBLE', '12.5'],
    ["'x'", 'VARCHAR', 'x'],
  ])('of Parquet with %s', async (value, type, text) => {
    const at = await project({ 'pipeline.yaml': evolving('integer', 'parquet'), 'data/none': '' });
    await rm(at.path('data/none'));
    await writeRows(at.path('data/a.parquet'), `select ${value} as v`);
    expect(await published(at)).toMatchObject({ type, values: [text] });
  });
});

describe('a widening', () => {
  test('is told after the run', async () => {
    const at = await project({ 'pipeline.yaml': evolving('integer'), 'data/a.csv': csv(['1', 'x']) });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain(
      'read rows.v: INTEGER widened to VARCHAR (a.csv: 1 of 2 values cannot be INTEGER, for example "x")',
    );
  });

  test('shows no value of a column that is classified', async () => {
    const at = await project({
      'pipeline.yaml': evolving('integer', 'csv', ', class: personal'),
      'data/a.csv': csv(['secret']),
    });
    const { record } = await published(at);
    expect(JSON.stringify(record.decisions)).not.toContain('secret');
  });

  test('goes for columns that the contract does not name, where `drift` says so', async () => {
    const document = evolving('integer').replace(
      '    contract:\n',
      '    contract:\n      drift: { wrong_types: evolve }\n',
    );
    const values = [...Array.from({ length: 60_000 }, () => '1,1'), '1,last'];
    const at = await project({ 'pipeline.yaml': document, 'data/a.csv': `v,n\n${values.join('\n')}\n` });
    const { record } = await published(at);
    expect(record.status).toBe('succeeded');
    const { rows } = await query(`select count(*) from '${at.path('out/out.parquet')}' where n = 'last'`);
    expect(Number(rows[0]?.[0])).toBe(1);
  });

  test('under which a limit says nothing is an error at the limit', async () => {
    const at = await project({
      'pipeline.yaml': evolving('integer', 'csv', ', min: 5'),
      'data/a.csv': csv(['1', 'x']),
    });
    const { err, code } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code).not.toBe(0);
    expect(err).toContain('error[MR2118] "v" was widened to VARCHAR, of which `min` says nothing');
    expect(err).toMatch(/pipeline\.yaml:\d+:\d+/);
  });

  test('with which a node downstream does not type is an error at the node', async () => {
    const document = evolving('integer').replace(
      '  result: { use: write_parquet, from: rows,',
      '  more: { use: derive, from: rows, with: { columns: { w: v + 1 } } }\n  result: { use: write_parquet, from: more,',
    );
    const at = await project({ 'pipeline.yaml': document, 'data/a.csv': csv(['1', '2026']) });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    await at.write({ 'data/a.csv': csv(['1', 'x']) });
    const { err, code } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(/error\[MR21\d\d\][\s\S]*pipeline\.yaml:\d+:\d+/);
  });
});
