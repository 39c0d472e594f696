import { expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';
import { faulty } from './faulty.js';

const document = (policies: string): string => `millrace: 1
pipeline: learning
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  out: { use: write_csv, from: orders, with: { path: out://orders.csv } }
policies:
${policies}`;

const learned = `  - match: { node: out }
    timeout: { learned: { min: 30s, max: 10m } }
`;

const start = (): Promise<Project> =>
  project({ 'orders.csv': 'id\n1\n2\n', 'pipeline.yaml': document(learned) });

const timeoutOf = async (at: Project) => {
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  return record.policies?.find(({ timeout }) => timeout !== undefined)?.timeout;
};

test('the longest time that is allowed holds until a run has ended; then it follows from what was seen', async () => {
  const at = await start();
  expect(await timeoutOf(at)).toMatchObject({
    seconds: 600,
    evidence: expect.stringContaining('no attempt'),
  });
  for (let run = 0; run < 3; run += 1) await timeoutOf(at);
  const timeout = await timeoutOf(at);
  expect(timeout?.seconds).toBe(30);
  expect(timeout?.evidence).toMatch(/^30 s: .*success/);
});

test('an attempt that was cut is remembered as one', async () => {
  const at = await start();
  await at.write({
    'pipeline.yaml': document(
      '  - match: { node: out }\n    timeout: 100ms\n    retry: { max_attempts: 2, initial: 1ms }\n',
    ),
  });
  await millrace(at, ['run', 'pipeline.yaml'], { wiring: faulty(() => 'hangs').wiring });
  const store = await wire({ cwd: at.folder }).openState(at.path('.millrace'));
  const seen = await store.statistics.newest({ pipeline: 'learning', node: 'out' }, 10);
  await store.close();
  expect(seen.map(({ outcome }) => outcome)).toEqual(['timed_out', 'timed_out']);
});

test('a history that cannot be read stops no run', async () => {
  const at = await start();
  await at.write({ '.millrace/state/format.json': '{"format":99,"version":99}' });
  const { record } = await runPipeline(wire({ cwd: at.folder }), 'pipeline.yaml');
  expect(record.status).toBe('succeeded');
  expect(record.policies?.find(({ timeout }) => timeout)?.timeout).toMatchObject({
    seconds: 600,
    evidence: expect.stringContaining('cannot be read'),
  });
});
