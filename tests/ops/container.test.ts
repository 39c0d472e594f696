import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { codeProject } from '../code/code.js';
import { millrace } from '../support/cli.js';
import { copying, someRows } from '../support/document.js';
import { program, start } from '../support/process.js';
import { project } from '../support/project.js';

const MB = 1_000_000;
const file = '/sys/fs/cgroup/memory.max';
const within = (memory: number, cpus = 1.5) => ({
  wiring: {
    container: () => ({
      memory: { value: memory, file },
      cpus: { value: cpus, file: '/sys/fs/cgroup/cpu.max' },
    }),
  },
});

const copyingProject = () => project({ 'pipeline.yaml': copying, 'data/in.csv': someRows });

test('a run in a container takes a share of it, and says so once', async () => {
  const at = await copyingProject();
  const { err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], within(500 * MB, 0.5));
  const line =
    'the engine has 300 MB, 1 thread: the container has 500 MB of memory and 0.5 processors (/sys/fs/cgroup/memory.max, /sys/fs/cgroup/cpu.max)';
  expect(err.split(line)).toHaveLength(2);
  expect((JSON.parse(out) as RunRecord).engine).toMatchObject({
    memory: 300 * MB,
    threads: 1,
    container: { memory: { value: 500 * MB, file } },
  });
  expect((await millrace(at, ['runs', 'latest'])).out).toContain(line);
});

test('what it would take is explained before', async () => {
  const at = await copyingProject();
  const { out } = await millrace(at, ['explain', 'pipeline.yaml'], within(500 * MB, 0.5));
  expect(out).toContain('Limits\n  the engine has 300 MB, 1 thread: the container has 500 MB of memory');
  const json = await millrace(at, ['explain', 'pipeline.yaml', '--format', 'json'], within(500 * MB, 0.5));
  expect(JSON.parse(json.out)).toMatchObject({ limits: { memory: 300 * MB, threads: 1 } });
});

test('where nothing bounds it, nothing is said', async () => {
  const at = await copyingProject();
  const unbounded = { wiring: { container: () => ({}) } };
  const { err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], unbounded);
  expect(err).not.toContain('container');
  expect((JSON.parse(out) as RunRecord).engine).not.toHaveProperty('container');
});

test('an engine that is told to take all that there is, is warned of', async () => {
  const at = await copyingProject();
  const { err, code } = await millrace(at, ['run', 'pipeline.yaml', '--memory', '1GB'], within(500 * MB));
  expect(code).toBe(0);
  expect(err).toContain('MR7401');
  expect(err).toContain('the engine is to take 1 GB, and the container has 500 MB');
});

/** Control groups of version 1 that this process may make, as in a machine without a container around it. */
const groupAt = (controller: string): string | undefined => {
  const own = /^\d+:memory:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
  const folder = join(
    '/sys/fs/cgroup',
    controller,
    controller === 'memory' ? own : '',
    `millrace-test-${process.pid}`,
  );
  try {
    mkdirSync(folder);
    return folder;
  } catch {
    return undefined;
  }
};

const groups = process.platform === 'linux' ? [groupAt('memory'), groupAt('cpu')] : [];
const usable = groups.flatMap((folder) => folder ?? []);
afterAll(() => {
  for (const folder of usable) rmdirSync(folder);
});

const rows = `n\n${Array.from({ length: 200_000 }, (_, n) => n).join('\n')}\n`;

test.skipIf(usable.length < 2)(
  'a real container with a function: the run stays below its limits',
  async () => {
    const [memory = '', cpu = ''] = usable;
    writeFileSync(join(memory, 'memory.limit_in_bytes'), `${512 * 2 ** 20}`);
    writeFileSync(join(cpu, 'cpu.cfs_quota_us'), '100000');
    const at = await codeProject({
      rows,
      transform: `{ reads: { n: 'bigint' }, writes: { m: 'integer' }, map: ({ n }, rows) => ({ m: new Array(rows).fill(1) }) }`,
    });
    const words = [process.execPath, program, 'run', 'pipeline.yaml', '--json'];
    const enter = usable.map((folder) => `echo $$ > '${folder}/cgroup.procs'`).join(' && ');
    const { ended } = start(at, 'sh', ['-c', `${enter} && exec "$@"`, 'sh', ...words]);
    const { code, err, out } = await ended;
    expect(err).toContain('the container has 540 MB of memory and 1 processor (');
    expect(code).toBe(0);
    const { engine } = JSON.parse(out) as RunRecord;
    expect(engine).toMatchObject({ threads: 1, container: { processes: { most: 1 } } });
    const peak = Number(readFileSync(join(memory, 'memory.max_usage_in_bytes'), 'utf8'));
    expect(peak).toBeGreaterThan(0);
    expect(Number(readFileSync(join(memory, 'memory.failcnt'), 'utf8'))).toBe(0);
    expect(peak).toBeLessThan(512 * 2 ** 20);
  },
);
