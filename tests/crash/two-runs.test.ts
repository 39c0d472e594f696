import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program, start } from '../support/process.js';
import { type Project, project } from '../support/project.js';

/** A query that takes many seconds, and one row for its result. */
const slow = `millrace: 1
pipeline: slow
resources:
  threads: 2
  stores:
    out: { folder: ./out }
nodes:
  numbers:
    use: sql
    with:
      query: >-
        select count(*) as n from range(300000) as a(x), range(300000) as b(y) where (x * y) % 7 = 3
  result: { use: write_csv, from: numbers, with: { path: out://result.csv } }
`;

const OLD = 'n\n1\n';

const slowProject = (): Promise<Project> => project({ 'pipeline.yaml': slow, 'out/result.csv': OLD });

const run = (at: Project) => start(at, process.execPath, [program, 'run', 'pipeline.yaml']);

/** The run has claimed its target once its lock is there. */
const claimed = async (at: Project): Promise<void> => {
  for (;;) {
    const locks = await readdir(at.path('out/.millrace/locks')).catch(() => []);
    if (locks.some((name) => name.endsWith('.lock'))) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const recordsIn = async (at: Project): Promise<readonly { readonly status: string }[]> => {
  const runs = await readdir(at.path('.millrace/runs'), { withFileTypes: true });
  const folders = runs.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    folders.map(async (name) => {
      expect(await readdir(at.path('.millrace/runs', name))).not.toContain('spill');
      return JSON.parse(await readFile(join(at.path('.millrace/runs', name), 'run.json'), 'utf8')) as {
        status: string;
      };
    }),
  );
};

describe('two runs to one target', () => {
  it('let the first go on, and tell the second who holds the target', async () => {
    const at = await slowProject();
    const first = run(at);
    await claimed(at);
    const second = await run(at).ended;
    expect(second.code, second.err).toBe(1);
    expect(second.err).toContain('error[MR3009]');
    expect(second.err).toMatch(/pipeline "?slow"?|run \d{8}t/);
    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
  });
});

describe.each(['SIGINT', 'SIGTERM'] as const)('a run that gets %s in the middle of a query', (signal) => {
  it('ends with 130, leaves the old output and no spill folder, and says so in its record', async () => {
    const at = await slowProject();
    const { child, ended } = run(at);
    await claimed(at);
    await Promise.race([once(child, 'exit'), new Promise((resolve) => setTimeout(resolve, 500))]);
    child.kill(signal);
    const { code, err } = await ended;
    expect(code, err).toBe(130);
    expect(err).toContain('error[MR9002]');
    expect(await at.read('out/result.csv')).toBe(OLD);
    expect((await recordsIn(at)).map(({ status }) => status)).toEqual(['interrupted']);
  });
});
