import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { startMillrace } from '../support/process.js';
import type { Project } from '../support/project.js';
import { codeProject } from './code.js';

const transform = (body: string): string => `{
  reads: { n: 'bigint' }, writes: { m: 'bigint' },
  partitioned: { by: ['n'], order: [], start: () => ({}), map: ({ n }) => { ${body} return { m: n.values }; } },
}`;

/** Files of rows that runs have in their folders. */
const rowFiles = (at: Project): readonly string[] => {
  const runs = at.path('.millrace/runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'));
};

/** A project with a run that was killed while its function was at work. */
const withKilled = async (): Promise<Project> => {
  const at = await codeProject({
    rows: `id,n\n${Array.from({ length: 500 }, (_, id) => `${id},${id % 7}`).join('\n')}\n`,
    transform: transform('for (;;);'),
  });
  const run = startMillrace(at, ['run', 'pipeline.yaml']);
  const isAtWork = (): boolean => rowFiles(at).length > 0 && existsSync(join(at.folder, '.millrace/runs'));
  while (!isAtWork()) await wait(20);
  run.child.kill('SIGKILL');
  expect((await run.ended).signal).toBe('SIGKILL');
  expect(rowFiles(at).length).toBeGreaterThan(0);
  return at;
};

test('rows on their way to a function that a killed run left are removed by the next run', async () => {
  const at = await withKilled();
  await at.write({ 'made.ts': (await at.read('made.ts')).replace('for (;;);', '') });
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
  expect(code, err).toBe(0);
  expect(rowFiles(at)).toEqual([]);
});

test('and by `clean`, however young they are; not by its rehearsal, nor while the run goes on', async () => {
  const at = await withKilled();
  await millrace(at, ['clean', '--older-than', '900d', '--dry-run']);
  expect(rowFiles(at).length).toBeGreaterThan(0);
  const { code, err } = await millrace(at, ['clean', '--older-than', '900d']);
  expect(code, err).toBe(0);
  expect(rowFiles(at)).toEqual([]);
});
