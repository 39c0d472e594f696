import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const COLUMNS = 500;

const document = (options = ''): string => `millrace: 1
pipeline: wide
resources:
  memory: 2GB
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  wide:
    use: read_csv
    with: { path: raw://wide.csv }
  out:
    use: write_parquet
    from: wide
    with: { path: out://wide.parquet${options} }
`;

/** A table of 500 columns of text with 200 characters each; 500 rows of it are 50 MB. */
const wide = (rows: number): string => {
  const line = (row: number): string =>
    Array.from({ length: COLUMNS }, (_, column) => `${row}-${column}-`.padEnd(200, 'x')).join(',');
  const header = Array.from({ length: COLUMNS }, (_, column) => `c${column}`).join(',');
  return [header, ...Array.from({ length: rows }, (_, row) => line(row)), ''].join('\n');
};

const run = async (at: Project) => {
  const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  expect(code, err).toBe(0);
  return ((JSON.parse(out) as RunRecord).decisions ?? []).filter(({ about }) => about === 'row groups');
};

const groups = async (at: Project) => {
  const { rows } = await query(
    `select distinct row_group_id, row_group_num_rows from parquet_metadata('${join(at.folder, 'out/wide.parquet')}') order by 1`,
  );
  return rows.map(([, size]) => Number(size));
};

describe('a Parquet file of wide rows', () => {
  test('has groups of fewer rows, which is recorded, and is read like any other', async () => {
    const at = await project({ 'pipeline.yaml': document(), 'wide.csv': wide(2500) });
    expect(await run(at)).toMatchObject([
      { node: 'out', action: 'adapt', chosen: '2,048 rows a group', pin: { row_group_rows: 2048 } },
    ]);
    // The engine ends a group with the chunk that fills it.
    const [first, ...others] = await groups(at);
    expect(first).toBeGreaterThanOrEqual(2048);
    expect(first).toBeLessThan(2 * 2048);
    expect(others).toHaveLength(1);
    const { rows } = await query(
      `select count(*), min(c0), max(c499) from '${join(at.folder, 'out/wide.parquet')}'`,
    );
    expect(rows).toEqual([['2500', '0-0-'.padEnd(200, 'x'), '999-499-'.padEnd(200, 'x')]]);
  });

  test('has groups as the document says', async () => {
    const at = await project({ 'pipeline.yaml': document(', row_group_rows: 4096'), 'wide.csv': wide(200) });
    expect(await run(at)).toEqual([]);
  });

  test('that is small is not looked at', async () => {
    const at = await project({ 'pipeline.yaml': document(), 'wide.csv': wide(100) });
    expect(await run(at)).toEqual([]);
    expect(await groups(at)).toEqual([100]);
  });
});
