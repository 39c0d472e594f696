import { describe, expect, it } from 'vitest';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { atEachFailpoint, runAndDie } from './die.js';

const document = `millrace: 1
pipeline: merging
resources:
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  source: { use: read_csv, with: { path: raw://in.csv } }
  out: { use: write_parquet, from: source, with: { path: out://all/, mode: merge, key: id } }
`;

const feed = (at: Project, rows: string): Promise<void> => at.write({ 'in.csv': `id,run\n${rows}\n` });

const content = async (at: Project): Promise<string> => {
  const { rows } = await query(`select id || ':' || run from '${at.path('out/all/*.parquet')}' order by id`);
  return rows.join(' ');
};

const killedAt = async (failpoint: number): Promise<void> => {
  const at = await project({ 'pipeline.yaml': document });
  await feed(at, '1,a');
  await runAndDie(at.folder);
  await feed(at, '1,b\n2,b');
  expect((await runAndDie(at.folder, failpoint)).signal).toBe('SIGKILL');
  await feed(at, '1,c\n3,c');
  expect(JSON.parse((await runAndDie(at.folder)).out)).toMatchObject({ status: 'succeeded' });
  expect(['1:c 3:c', '1:c 2:b 3:c']).toContain(await content(at));
};

describe('a merge that is killed with -9', () => {
  it('is whole or has not been at failpoints all along, and the next one builds on that', async () => {
    const at = await project({ 'pipeline.yaml': document });
    await feed(at, '1,a');
    await runAndDie(at.folder);
    const { failpoints } = JSON.parse((await runAndDie(at.folder)).out) as { failpoints: number };
    expect(failpoints).toBeGreaterThan(20);
    // Each of them is killed at in `whole-run`; here it is what the next run reads, which few of them decide.
    await atEachFailpoint(Math.floor(failpoints / 3), (number) => killedAt(3 * number));
  }, 600_000);
});
