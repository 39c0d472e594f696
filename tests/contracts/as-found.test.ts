import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const DOCUMENT = `millrace: 1
pipeline: found
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: "raw://*.csv" }
    contract:
      columns:
        id: { type: integer, min: 1 }
        day: { type: date, min: 2024-01-01 }
        amount: { type: "decimal(12,2)", min: 0 }
  result:
    use: write_parquet
    from: orders
    with: { path: out://result/, mode: append }
`;

const GERMAN = `id;day;amount
1;31.12.2024;1.234,50
2;30.12.2023;7,25
3;29.12.2024;-1.000,00
4;28.12.2024;n/a
-5;;"2.000,75"
6;soon;3,00
7;27.12.2024;4,00
${Array.from({ length: 40 }, (_, index) => `${100 + index};${10 + (index % 20)}.11.2024;${index},50\n`).join('')}`;

const german = (): Promise<Project> => project({ 'pipeline.yaml': DOCUMENT, 'german.csv': GERMAN });

interface Row {
  readonly original: Readonly<Record<string, string | null>>;
  readonly reasons: readonly { readonly rule: string; readonly value: string | null }[];
  readonly record: number | null;
}

/** A run, and what it took out, in the order of its ids. */
const ran = async ({
  folder: cwd,
}: Project): Promise<{ readonly runId: string; readonly rows: readonly Row[] }> => {
  const { record, folder } = await runPipeline(wire({ cwd }), 'pipeline.yaml');
  const file = join(folder, 'quarantine', 'orders.parquet');
  const { rows } = await query(
    `select to_json({original: original::json, reasons: reasons, record: record})::varchar from '${file}' order by (original ->> '/id')::integer`,
  );
  return { runId: record.runId, rows: rows.map(([text]) => JSON.parse(String(text)) as Row) };
};

const content = async (at: Project): Promise<readonly unknown[]> =>
  (
    await query(
      `select id, "day"::varchar, amount::varchar from '${at.path('out/result/*.parquet')}' where id < 100 order by all`,
    )
  ).rows;

describe('a value that its file writes in a form of its own', () => {
  test('stands in quarantine as it was found, in the row and in the reason, with the number of its record', async () => {
    const { rows } = await ran(await german());
    expect(rows.map(({ original }) => original)).toEqual([
      { id: '-5', day: null, amount: '2.000,75' },
      { id: '2', day: '30.12.2023', amount: '7,25' },
      { id: '3', day: '29.12.2024', amount: '-1.000,00' },
      { id: '6', day: 'soon', amount: '3,00' },
    ]);
    expect(rows.map(({ reasons }) => reasons.map(({ rule, value }) => [rule, value]))).toEqual([
      [['min', '-5']],
      [['min', '30.12.2023']],
      [['min', '-1.000,00']],
      [['type', 'soon']],
    ]);
    expect(rows.map(({ record }) => record)).toEqual([5, 2, 3, 6]);
  });

  test('goes through a replay as the value that it is', async () => {
    const at = await german();
    const { runId } = await ran(at);
    const replay = ['quarantine', 'replay', runId];
    const by = ['--where', "amount::decimal(12,2) > 3 and day = '2023-12-30'"];
    const change = ['--set', "day='2024-06-01'"];
    expect((await millrace(at, [...replay, ...by, ...change])).err).toContain('1 row');
    const all = ['--set', 'id=abs(id::integer)', '--set', 'amount=abs(amount::decimal(12,2))'];
    expect((await millrace(at, [...replay, ...all])).code).toBe(0);
    expect(await content(at)).toEqual([
      [1, '2024-12-31', '1234.50'],
      [2, '2024-06-01', '7.25'],
      [3, '2024-12-29', '1000.00'],
      [4, '2024-12-28', null],
      [5, null, '2000.75'],
      [7, '2024-12-27', '4.00'],
    ]);
  });

  test.each(['30.12.2023', '2023-12-30'])('is erased by %s', async (value) => {
    const at = await german();
    await ran(at);
    expect((await millrace(at, ['clean', '--erase', `day=${value}`])).code).toBe(0);
    const { rows } = await query(
      `select original ->> '/id' from read_parquet('${join(at.folder, '.millrace/runs/*/quarantine/orders.parquet')}') order by 1`,
    );
    expect(rows.flat()).toEqual(['-5', '3', '6']);
  });
});

describe('a column whose contract asks for what most of its values are', () => {
  const amounts = (...values: readonly string[]): Promise<Project> =>
    project({
      'pipeline.yaml': DOCUMENT,
      'a.csv': `id;day;amount\n${values.map((value, index) => `${index + 1};;${value}\n`).join('')}`,
    });
  const commas = Array.from({ length: 20 }, (_, index) => `${index + 1}.10${index % 10},5`);

  test('is read by their form, and the others are taken out', async () => {
    const at = await amounts(...commas, '12.5', 'much');
    const { rows } = await ran(at);
    expect(rows.map(({ original: { amount } }) => amount)).toEqual(['12.5', 'much']);
    expect((await content(at))[1]).toEqual([2, null, '2101.50']);
    const { out } = await millrace(at, ['profile', 'pipeline.yaml']);
    expect(out).toContain('20 of 22 different values fit');
  });

  test('stops where some of them could be either of two forms', async () => {
    const { err } = await millrace(await amounts(...commas.slice(0, 3), '1.5', '12.5', '1.234'), [
      'run',
      'pipeline.yaml',
    ]);
    expect(err).toContain('leaves open how column "amount" is to be read');
    expect(err).toContain('`decimal: "."`');
  });

  test('says nothing of a column in which few are what the contract asks for', async () => {
    const { err } = await millrace(await amounts('1.000,5', 'a', 'b'), ['run', 'pipeline.yaml']);
    expect(err).toContain('MR4021');
  });
});
