import { appendFile, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { livenessOf, thisProcess } from '../base/lock/index.js';
import { createFolderRunStore } from './index.js';
import { freshFolder } from './testing/folders.js';
import { entryOf, recordOf } from './testing/runs.js';
import { ended, firstWord, killed, startScript } from './testing/scripts.js';

const statusOf = async (folder: string) =>
  (await createFolderRunStore(folder).list()).map(({ status }) => status);

describe('many processes', () => {
  it('add to one index at once and lose nothing', async () => {
    const folder = await freshFolder();
    const names = Array.from({ length: 8 }, (_, number) => `p${number}`);
    const scripts = names.map((name) => startScript('many-runs', [folder, name, '20']));
    expect(await Promise.all(scripts.map(ended))).toEqual(names.map(() => 0));
    const runs = await createFolderRunStore(folder).list();
    expect(runs).toHaveLength(160);
    expect(runs.every(({ status }) => status === 'succeeded')).toBe(true);
    const lines = (await readFile(join(folder, 'runs', 'index.ndjson'), 'utf8')).split('\n').filter(Boolean);
    expect(lines).toHaveLength(320);
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
  });

  it('do not suffer from one that is killed in the middle', async () => {
    const folder = await freshFolder();
    const victim = startScript('many-runs', [folder, 'victim', '100000']);
    const others = ['a', 'b', 'c'].map((name) => startScript('many-runs', [folder, name, '15']));
    await Promise.all(others.map(ended));
    await killed(victim);
    const runs = await createFolderRunStore(folder).list();
    expect(runs.filter(({ runId }) => !runId.startsWith('victim'))).toHaveLength(45);
    const left = runs.filter(({ status }) => status !== 'succeeded');
    expect(left.every(({ runId, status }) => runId.startsWith('victim') && status === 'interrupted')).toBe(
      true,
    );
    expect(left.length).toBeLessThanOrEqual(1);
  });
});

describe('a run that is killed', () => {
  it('is running until then, interrupted from then on, and keeps its events', async () => {
    const folder = await freshFolder();
    const script = startScript('one-run', [folder, 'r1']);
    onTestFinished(() => void script.kill('SIGKILL'));
    expect(await firstWord(script)).toBe('started');
    expect(await statusOf(folder)).toEqual(['running']);
    await killed(script);
    expect(await statusOf(folder)).toEqual(['interrupted']);
    await expect(createFolderRunStore(folder).read('r1')).rejects.toThrow(
      '[MR3015] run "r1" was killed before it could write its record',
    );
    expect(await readFile(join(folder, 'runs', 'r1', 'events.ndjson'), 'utf8')).toContain('stage_started');
  });

  it('has succeeded where only the last line of the index is missing', async () => {
    const folder = await freshFolder();
    const script = startScript('one-run', [folder, 'r1']);
    await firstWord(script);
    await killed(script);
    await writeFile(join(folder, 'runs', 'r1', 'run.json'), JSON.stringify(recordOf('r1')));
    expect(await createFolderRunStore(folder).list()).toMatchObject([
      { status: 'succeeded', rowsPublished: 42 },
    ]);
    expect(await createFolderRunStore(folder).read('latest')).toEqual(recordOf('r1'));
  });
});

describe('a run of which the process cannot be asked', () => {
  const elsewhere = async (minutesAgo: number) => {
    const folder = await freshFolder();
    const run = join(folder, 'runs', 'r1');
    await mkdir(run, { recursive: true });
    await writeFile(join(run, 'events.ndjson'), '');
    const entry = { ...entryOf('r1'), process: { pid: 1, host: 'a-host-elsewhere' } };
    await appendFile(join(folder, 'runs', 'index.ndjson'), JSON.stringify(entry));
    const time = new Date(Date.now() - minutesAgo * 60_000);
    await utimes(join(run, 'events.ndjson'), time, time);
    return folder;
  };

  it('is running as long as its events are touched', async () => {
    expect(await statusOf(await elsewhere(1))).toEqual(['running']);
    expect(await statusOf(await elsewhere(5))).toEqual(['interrupted']);
  });
});

describe('a process', () => {
  it('is told from another that was given its number later', () => {
    const here = thisProcess();
    expect(livenessOf(here)).toBe('alive');
    if (here.began !== undefined) expect(livenessOf({ ...here, began: '1' })).toBe('dead');
    if (here.space !== undefined) expect(livenessOf({ ...here, space: 'the boot before' })).toBe('unknown');
    expect(livenessOf({ pid: 2 ** 22 + 1, host: here.host })).toBe('dead');
  });
});

// Root may write anywhere, so the test becomes another user in a process of its own.
describe.runIf(process.getuid?.() === 0)('a folder without the right to write', () => {
  it('is refused', async () => {
    const folder = await freshFolder();
    const script = startScript('one-run', [folder, 'r1', '65534']);
    expect(await firstWord(script)).toMatch(/\[MR3013\] .*\.millrace.* cannot be made: permission denied/);
  });
});
