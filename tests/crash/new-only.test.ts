import { cp } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { atEachFailpoint, runAndDie } from './die.js';

const document = `millrace: 1
pipeline: incremental
resources:
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
    other: { folder: ./other }
nodes:
  source:
    use: read_csv
    with: { path: raw://in/*.csv, new_only: true }
  added: { use: write_parquet, from: source, with: { path: out://added/, mode: append } }
  beside: { use: write_parquet, from: source, with: { path: other://beside/, mode: append } }
`;

const ran = async (): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, 'in/1.csv': 'id\n1\n' });
  expect(JSON.parse((await runAndDie(at.folder)).out)).toMatchObject({ status: 'succeeded' });
  await at.write({ 'in/2.csv': 'id\n2\n' });
  return at;
};

const ids = async (at: Project, folder: string): Promise<string> =>
  (await query(`select id from '${at.path(folder)}/*.parquet' order by id`)).rows.join(' ');

/** Each case goes on from a copy of a first run. */
const killedAt = async (from: Project, failpoint: number): Promise<void> => {
  const at = await project();
  await cp(from.folder, at.folder, { recursive: true });
  expect((await runAndDie(at.folder, failpoint)).signal).toBe('SIGKILL');
  await at.write({ 'in/3.csv': 'id\n3\n' });
  expect(JSON.parse((await runAndDie(at.folder)).out)).toMatchObject({ status: 'succeeded', problems: [] });
  expect([failpoint, await ids(at, 'out/added'), await ids(at, 'other/beside')]).toEqual([
    failpoint,
    '1 2 3',
    '1 2 3',
  ]);
};

describe('a run of new files only that is killed with -9', () => {
  it('has each file read exactly once by the run after it, at each failpoint', async () => {
    const [from, at] = [await ran(), await ran()];
    const { failpoints } = JSON.parse((await runAndDie(at.folder)).out) as { failpoints: number };
    expect(failpoints).toBeGreaterThan(50);
    await atEachFailpoint(failpoints, (failpoint) => killedAt(from, failpoint));
  }, 900_000);
});
