import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderRunStore } from './index.js';
import { freshFolder } from './testing/folders.js';
import { entryOf, recordOf } from './testing/runs.js';

const lines = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

describe('a run in a folder', () => {
  it('keeps record, plan and events', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    const log = await store.start(entryOf('r1'));
    await log.plan({ stages: ['s1'] });
    log.event({
      at: '2026-01-31T09:30:00.200Z',
      runId: 'r1',
      type: 'stage_started',
      stage: 's1',
      nodes: ['a'],
      kinds: ['filter'],
    });
    log.event({
      at: '2026-01-31T09:30:00.300Z',
      runId: 'r1',
      type: 'run_finished',
      status: 'succeeded',
      seconds: 1,
    });
    await log.finish(recordOf('r1'));
    expect(log.folder).toBe(join(folder, 'runs', 'r1'));
    expect((await readdir(log.folder)).sort()).toEqual(['events.ndjson', 'plan.json', 'run.json']);
    expect(await store.read('r1')).toEqual(recordOf('r1'));
    expect(JSON.parse(await readFile(join(log.folder, 'plan.json'), 'utf8'))).toEqual({ stages: ['s1'] });
    expect(await lines(join(log.folder, 'events.ndjson'))).toMatchObject([
      { type: 'stage_started' },
      { type: 'run_finished' },
    ]);
  });

  it('has each event on disk at once, before the run ends', async () => {
    const log = await createFolderRunStore(await freshFolder()).start(entryOf('r1'));
    log.event({
      at: '2026-01-31T09:30:00.200Z',
      runId: 'r1',
      type: 'stage_progress',
      stage: 's1',
      share: 0.5,
    });
    expect(await lines(join(log.folder, 'events.ndjson'))).toMatchObject([{ share: 0.5 }]);
  });

  it('tells at the end of events that could not be written, and saves the record all the same', async () => {
    const store = createFolderRunStore(await freshFolder());
    const log = await store.start(entryOf('r1'));
    await rm(join(log.folder, 'events.ndjson'));
    await mkdir(join(log.folder, 'events.ndjson'));
    log.event({
      at: '2026-01-31T09:30:00.200Z',
      runId: 'r1',
      type: 'stage_progress',
      stage: 's1',
      share: 0.5,
    });
    await expect(log.finish(recordOf('r1'))).rejects.toThrow(/\[MR3013\].*events\.ndjson.*it is a folder/);
    expect(await store.read('latest')).toEqual(recordOf('r1'));
  });
});

describe('the folder', () => {
  it('ignores itself in git from its making on, once', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    await store.start(entryOf('r1'));
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    await rm(join(folder, '.gitignore'));
    await store.start(entryOf('r2'));
    expect(await readdir(folder)).toEqual(['runs']);
  });

  it('is made with the folders above it', async () => {
    const folder = join(await freshFolder(), 'deep', '.millrace');
    await createFolderRunStore(folder).start(entryOf('r1'));
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'runs']);
  });

  it('cannot be a file', async () => {
    const folder = await freshFolder();
    await writeFile(folder, '');
    await expect(createFolderRunStore(folder).start(entryOf('r1'))).rejects.toThrow('[MR3013]');
    await expect(createFolderRunStore(join(folder, 'x')).start(entryOf('r1'))).rejects.toThrow(
      /\[MR3013\].*a part of its path is a file/,
    );
  });

  it('takes no id twice, and none that leads elsewhere', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    await store.start(entryOf('r1'));
    await expect(store.start(entryOf('r1'))).rejects.toThrow(/\[MR3013\].*there is something of that name/);
    for (const id of ['../r', 'a/b', '..', '.', '', 'a\\b', 'a\0b'])
      await expect(store.start(entryOf(id)), id).rejects.toThrow('[MR3013]');
    expect(await readdir(dirname(folder))).toEqual(['.millrace']);
  });
});

describe('the index', () => {
  it('is empty before the first run', async () => {
    expect(await createFolderRunStore(await freshFolder()).list()).toEqual([]);
  });

  it('has a line for the start and one for the end, and shows the last', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    const log = await store.start(entryOf('r1'));
    expect(await store.list()).toMatchObject([
      { runId: 'r1', status: 'running', process: { pid: process.pid } },
    ]);
    await log.finish(recordOf('r1', { status: 'stopped' }));
    expect(await store.list()).toEqual([
      {
        ...entryOf('r1'),
        status: 'stopped',
        finishedAt: '2026-01-31T09:30:02.623Z',
        seconds: 2.5,
        rowsPublished: 42,
      },
    ]);
    expect(await lines(join(folder, 'runs', 'index.ndjson'))).toHaveLength(2);
  });

  it('gives the newest run first', async () => {
    const store = createFolderRunStore(await freshFolder());
    await store.start(entryOf('b', '2026-01-02T00:00:00.000Z'));
    await store.start(entryOf('c', '2026-01-01T00:00:00.000Z'));
    await store.start(entryOf('a', '2026-01-03T00:00:00.000Z'));
    expect((await store.list()).map(({ runId }) => runId)).toEqual(['a', 'b', 'c']);
  });

  it('loses only what was torn', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    const index = join(folder, 'runs', 'index.ndjson');
    await store.start(entryOf('r1', '2026-01-01T00:00:00.000Z'));
    for (const torn of ['{"runId":"r9","pipel', '\0\0\0\0', 'null\n[]\n7\n{"runId":"../x"}', '"']) {
      await appendFile(index, torn);
      await store.start(entryOf(`after-${torn.length}`, '2026-01-02T00:00:00.000Z'));
    }
    expect(await store.list()).toHaveLength(5);
  });

  it('keeps long texts short', async () => {
    const folder = await freshFolder();
    const store = createFolderRunStore(folder);
    await store.start({ ...entryOf('r1'), pipeline: 'x'.repeat(100_000) });
    expect((await readFile(join(folder, 'runs', 'index.ndjson'), 'utf8')).length).toBeLessThan(2000);
  });

  it('reads 10,000 runs', async () => {
    const folder = await freshFolder();
    const line = (number: number, status: string) =>
      `\n${JSON.stringify({ ...entryOf(`20260131t0930001${number}z-9f8e7d6c`), status, finishedAt: 'x', seconds: 1 })}\n`;
    await mkdir(join(folder, 'runs'), { recursive: true });
    const text = Array.from(
      { length: 10_000 },
      (_, number) => line(number, 'running') + line(number, 'succeeded'),
    );
    await writeFile(join(folder, 'runs', 'index.ndjson'), text.join(''));
    const store = createFolderRunStore(folder);
    const runs = await store.list();
    expect(new Set(runs.map(({ runId, status }) => `${runId} ${status}`)).size).toBe(10_000);
    expect(runs.every(({ status }) => status === 'succeeded')).toBe(true);
  });
});
