import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { writeRows } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { asCsv, asJson, bad, contract, rows } from './orders.js';
import { errorsOf, run } from './run.js';

const documentOf = (more: string): string => `millrace: 1
pipeline: stops
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
${contract}${more}  out:
    use: write_csv
    from: orders
    with: { path: out://orders.csv }
`;

const projectWith = (more: string): Promise<Project> =>
  project({ 'pipeline.yaml': documentOf(more), 'orders.csv': asCsv(rows) });

describe('a contract that is not kept', () => {
  test('stops the run at the first row past what it tolerates, and what was found until then is kept', async () => {
    const at = await projectWith('      tolerate: { rows: 20 }\n');
    const { record, originals } = await run(at);
    expect(record.status).toBe('stopped');
    expect(errorsOf(record)).toEqual(['MR4021']);
    expect(record.outputs).toEqual([]);
    expect(record.contracts).toMatchObject([{ isPartial: true, quarantined: originals.length }]);
    expect(originals.length).toBeGreaterThan(20);
    expect(originals.length).toBeLessThanOrEqual(bad.length);
    expect(await at.bytes('out')).not.toHaveProperty('orders.csv');
  });

  test('stops in the middle by share too, where it is known before how many rows there are', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('      tolerate: { share: 1% }\n')
        .replace('read_csv', 'read_parquet')
        .replace('.csv }', '.parquet }'),
    });
    await at.write({ 'orders.csv': asCsv(rows) });
    await writeRows(
      at.path('orders.parquet'),
      `from read_csv('${at.path('orders.csv')}', all_varchar = true)`,
    );
    const { record, originals } = await run(at);
    expect(errorsOf(record)).toEqual(['MR4021']);
    expect(record.contracts).toMatchObject([{ isPartial: true }]);
    expect(originals.length).toBeGreaterThan(rows.length / 100);
    expect(originals.length).toBeLessThanOrEqual(bad.length);
  });

  test.each([
    ['CSV', 'read_csv', 'orders.csv', asCsv],
    ['JSON', 'read_json', 'orders.json', asJson],
  ])('stops in the middle by share where %s has no room for enough rows', async (_, use, file, written) => {
    const broken = rows.map((row) => ({ ...row, country: 'XX' }));
    const at = await project({
      'pipeline.yaml': documentOf('      tolerate: { share: 5% }\n')
        .replace('read_csv', use)
        .replace('raw://orders.csv', `raw://${file}`),
      [file]: written(broken),
    });
    const { record, originals } = await run(at);
    expect(errorsOf(record)).toEqual(['MR4021']);
    expect(record.problems[0]?.message).toMatch(/tolerates 5 % of the rows in quarantine, and row \d+ that/);
    expect(record.contracts).toMatchObject([{ isPartial: true }]);
    expect(originals.length).toBeLessThan(rows.length);
    expect(originals.length).toBeGreaterThan(rows.length * 0.05);
  });

  test('counts short records that are no rows as what they are: the share is never passed too soon', async () => {
    // Half of the records are two bytes long: by the bytes alone there would be room for few rows.
    const text = `id,country,amount\n${'1,DE,1\nx\n'.repeat(2000)}1,DE,1\n`;
    const at = await projectWith('      tolerate: { share: 50% }\n');
    await at.write({ 'orders.csv': text });
    const { record } = await run(at);
    expect(errorsOf(record)).toEqual([]);
    expect(record.contracts).toMatchObject([{ passed: 2001, quarantined: 2000 }]);
  });

  test.each([
    ['share: 1%', 1],
    ['share: 90%', 0],
    [`rows: ${bad.length}`, 0],
    [`rows: ${bad.length - 1}`, 1],
  ])('tolerates as much as it says: %s', async (tolerate, errors) => {
    const { record } = await run(await projectWith(`      tolerate: { ${tolerate} }\n`));
    expect(errorsOf(record)).toHaveLength(errors);
  });

  test('exits with 3', async () => {
    const at = await projectWith('      tolerate: { rows: 0 }\n');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(3);
    expect(err).toContain('MR4021');
    expect(err).toContain('millrace quarantine show');
  });

  test('leaves what was published before untouched', async () => {
    const at = await projectWith('');
    await run(at);
    const before = await at.read('out/orders.csv');
    await at.write({ 'pipeline.yaml': documentOf('      tolerate: { rows: 0 }\n') });
    expect((await run(at)).record.status).toBe('stopped');
    expect(await at.read('out/orders.csv')).toBe(before);
  });
});

describe('freshness', () => {
  const dated = documentOf('').replace(
    contract,
    '    contract:\n      columns: { day: { type: date } }\n      freshness: { column: day, max_age: 2d }\n',
  );

  test.each([
    ['2026-01-03T12:00:00Z', []],
    ['2026-01-04T00:00:00Z', []],
    ['2026-01-04T00:00:01Z', ['MR4011']],
  ])('is held against the time that the run stands for: %s', async (asOf, errors) => {
    const at = await project({
      'pipeline.yaml': dated,
      'orders.csv': 'id,day\n1,2026-01-01\n2,2026-01-02\n',
    });
    const { record } = await run(at, { asOf });
    expect(errorsOf(record)).toEqual(errors);
    expect(record.checks).toMatchObject([{ node: 'orders', passed: errors.length === 0 }]);
  });

  test('of no rows is not known, and stops the run', async () => {
    const at = await project({ 'pipeline.yaml': dated, 'orders.csv': 'id,day\n1,\n' });
    const { record } = await run(at, { asOf: '2026-01-03T12:00:00Z' });
    expect(errorsOf(record)).toEqual(['MR4011']);
    expect(record.problems[0]?.message).toContain('no row has a moment in "day"');
  });
});
