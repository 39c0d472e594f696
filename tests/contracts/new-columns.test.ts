import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const contract = (mode: string): string =>
  `    contract:\n      columns: { id: { type: integer } }\n      drift: { new_columns: ${mode} }\n`;

const documentWith = (more: string): string =>
  documentOf(`  rows:
    use: read_csv
    with: { path: raw://in.csv }
${more}  result: { use: write_parquet, from: rows, with: { path: out://out.parquet } }
`);

const columns = async (at: Project): Promise<readonly string[]> =>
  (await query(`from '${at.path('out/out.parquet')}'`)).names;

const run = (at: Project) => millrace(at, ['run', 'pipeline.yaml']);

const decisions = async (at: Project) => {
  const { out } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  const record = JSON.parse(out) as { decisions: readonly Readonly<Record<string, unknown>>[] };
  return record.decisions.filter(({ about }) => about === 'new_columns');
};

const start = (mode: string, text = 'id,note\n1,x\n') =>
  project({ 'pipeline.yaml': documentWith(contract(mode)), 'data/in.csv': text });

describe('a column that the contract does not name', () => {
  test('is new to a first run: under `freeze` it stops, both schemas side by side', async () => {
    const at = await start('freeze');
    const { code, err } = await run(at);
    expect(code).toBe(3);
    expect(err).toContain('error[MR4023] new column "note" in "rows"');
    expect(err).toMatch(/column {2}contract {2}files\n.*id +INTEGER +BIGINT\n.*note +- +VARCHAR/);
  });

  test('is not new under `freeze` where the last run had it; another one is, and all three stand side by side', async () => {
    const at = await project({ 'pipeline.yaml': documentWith(''), 'data/in.csv': 'id,note\n1,x\n' });
    expect((await run(at)).code).toBe(0);
    await at.write({ 'pipeline.yaml': documentWith(contract('freeze')) });
    expect((await millrace(at, ['validate', 'pipeline.yaml'])).code).toBe(0);
    expect((await millrace(at, ['validate', 'pipeline.yaml', '--offline'])).code).toBe(0);
    expect((await run(at)).code).toBe(0);
    expect(await columns(at)).toEqual(['id', 'note']);
    await at.write({ 'data/in.csv': 'id,note,more\n1,x,2\n' });
    const { code, err } = await run(at);
    expect(code).toBe(3);
    expect(err).not.toContain('new column "note"');
    expect(err).toContain('new column "more"');
    expect(err).toMatch(/column +contract +last run +files\n.*id +INTEGER +INTEGER +BIGINT/);
    expect(err).toMatch(/note +- +VARCHAR +VARCHAR\n.*more +- +- +BIGINT/);
  });

  test('is kept under `evolve`, and recorded by the first run that sees it', async () => {
    const at = await start('evolve');
    expect(await decisions(at)).toMatchObject([{ column: 'note', action: 'proceed', chosen: 'kept' }]);
    expect(await columns(at)).toEqual(['id', 'note']);
    expect(await decisions(at)).toEqual([]);
  });

  test('is set aside under `quarantine_value`, in every run, and recorded', async () => {
    const at = await start('quarantine_value');
    for (const _ of [1, 2]) {
      expect(await decisions(at)).toMatchObject([
        { column: 'note', action: 'quarantine', chosen: 'set aside' },
      ]);
      expect(await columns(at)).toEqual(['id']);
    }
  });
});
