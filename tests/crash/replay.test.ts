import { describe, expect, it } from 'vitest';
import { listRuns, wire } from '../../src/app/index.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { atEachFailpoint, runAndDie } from './die.js';

const document = `millrace: 1
pipeline: replaying
resources:
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
    other: { folder: ./other }
nodes:
  source:
    use: read_csv
    with: { path: raw://in.csv }
    contract:
      columns:
        id: { type: integer, max: 9 }
  added: { use: write_parquet, from: source, with: { path: out://added/, mode: append } }
  merged: { use: write_parquet, from: source, with: { path: other://merged.parquet, mode: merge, key: id } }
`;

/** A project with one run that has a row in quarantine; the document then takes that row. */
const ran = async (): Promise<{ readonly at: Project; readonly runId: string }> => {
  const at = await project({ 'pipeline.yaml': document, 'in.csv': 'id\n1\n10\n' });
  expect(JSON.parse((await runAndDie(at.folder)).out)).toMatchObject({ status: 'succeeded' });
  await at.write({ 'pipeline.yaml': document.replace('max: 9', 'max: 99') });
  const [run] = await listRuns(wire({ cwd: at.folder }));
  return { at, runId: run?.runId ?? '' };
};

const ids = async (at: Project, path: string): Promise<string> =>
  (await query(`select id from '${at.path(path)}' order by id`)).rows.join(' ');

const killedAt = async (failpoint: number): Promise<void> => {
  const { at, runId } = await ran();
  expect((await runAndDie(at.folder, failpoint, runId)).signal).toBe('SIGKILL');
  const again = JSON.parse((await runAndDie(at.folder, 0, runId)).out) as { readonly status: string };
  expect(['succeeded', 'nothing to do']).toContain(again.status);
  expect(await ids(at, 'out/added/*.parquet')).toBe('1 10');
  expect(await ids(at, 'other/merged.parquet')).toBe('1 10');
};

describe('a replay that is killed with -9', () => {
  it('takes its rows once, whenever it is replayed again', async () => {
    const { at, runId } = await ran();
    const { failpoints } = JSON.parse((await runAndDie(at.folder, 0, runId)).out) as { failpoints: number };
    expect(failpoints).toBeGreaterThan(30);
    expect(JSON.parse((await runAndDie(at.folder, 0, runId)).out)).toMatchObject({ status: 'nothing to do' });
    // Publishing is killed at each of them elsewhere; here it is whether the stores or the marks tell of it.
    await atEachFailpoint(Math.floor(failpoints / 3), (number) => killedAt(3 * number));
  }, 600_000);
});
