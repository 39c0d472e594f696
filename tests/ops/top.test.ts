import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { RunningRun } from '../../src/app/watch/running.js';
import { millrace } from '../support/cli.js';
import { copying, someRows } from '../support/document.js';
import { project } from '../support/project.js';
import { heldRun, until } from './held.js';

const runsOf = (out: string): readonly RunningRun[] => JSON.parse(out) as readonly RunningRun[];

test('a run is seen while it goes on, with the processes that it waits for', async () => {
  const { at, started, letGo } = await heldRun();
  const { out } = await until(
    () => millrace(at, ['top', '--json']),
    (seen) => runsOf(seen.out)[0]?.live?.functions[0]?.busy === 1,
  );
  const [run] = runsOf(out);
  expect(run).toMatchObject({ pipeline: 'made', process: 'alive' });
  expect(run?.live).toMatchObject({
    runId: run?.runId,
    pid: started.child.pid,
    stages: { total: 2, done: 0 },
    stage: { id: 's1', nodes: ['rows', 'made'] },
    read: { of: 46 },
    functions: [{ module: './made.ts', processes: 1, busy: 1, waiting: 0, done: 0 }],
  });
  expect(run?.live?.memory.own).toBeGreaterThan(10_000_000);
  if (existsSync('/proc/self/task')) expect(run?.live?.memory.processes).toBeGreaterThan(0);

  const text = await millrace(at, ['top', '--once']);
  expect(text.code).toBe(0);
  expect(text.out).toContain('stage 1 of 2');
  expect(text.out).toContain('./made.ts: 1 of 1 process busy, 0 partitions done: what comes before waits');

  await letGo();
  expect((await started.ended).code).toBe(0);
  expect((await millrace(at, ['top'])).out).toContain('Nothing runs here');
  expect(readdirSync(at.path('.millrace/runs', run?.runId ?? ''))).not.toContain('live.json');
});

test('a run whose process was killed is told of', async () => {
  const { at, started } = await heldRun();
  await until(
    () => millrace(at, ['top', '--json']),
    (seen) => runsOf(seen.out)[0]?.live !== undefined,
  );
  started.child.kill('SIGKILL');
  await started.ended;
  const { out } = await millrace(at, ['top']);
  expect(out).toContain('its process is gone, last seen ');
  expect(out).toContain('nothing was published');
});

test('what nothing runs in says what to do', async () => {
  const at = await project({});
  expect((await millrace(at, ['top'])).out).toBe(
    'Nothing runs here. Start a run with: millrace run FILE. Runs that have ended: millrace runs\n',
  );
  expect(runsOf((await millrace(at, ['top', '--json'])).out)).toEqual([]);
});

test('a short run leaves no status, and its record has none', async () => {
  const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': someRows });
  expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  const [run] = readdirSync(at.path('.millrace/runs')).filter((name) => !name.endsWith('.ndjson'));
  expect(readdirSync(at.path('.millrace/runs', run ?? '')).toSorted()).toEqual([
    'events.ndjson',
    'plan.json',
    'run.json',
  ]);
  expect(await readFile(at.path('.millrace/runs', run ?? '', 'run.json'), 'utf8')).not.toContain(
    'bytesPerSecond',
  );
});
