import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.js';
import { openFolderState } from '../../src/state/folder/index.js';
import { folderPlaces } from '../../src/state/folder/places.js';
import { freshFolder } from '../../src/state/testing/folders.js';
import { killed } from '../../src/state/testing/scripts.js';
import { statisticOf } from '../../src/state/testing/statistics.js';
import { startWorker } from '../../src/state/testing/workers.js';
import { mayMount, mountSmall } from '../support/mount.js';

/** Mounting needs root. */
describe.skipIf(!mayMount)('a disk that is full (needs to mount a small file system)', () => {
  it('is told; what was there is whole, and there is room for more once there is space', async () => {
    const folder = await freshFolder();
    mountSmall(folder, 'size=256k');
    const { values, statistics, leases } = await openFolderState(folder);
    await values.set('a', 'first');
    await statistics.append([statisticOf({ runId: 'r1' })]);
    const lease = await leases.acquire('job', 'me', 60_000);
    const filler = join(folder, 'filler');
    await writeFile(filler, Buffer.alloc(1 << 20)).catch(() => undefined);
    await expect(values.set('a', 'x'.repeat(5000))).rejects.toThrow('[MR7103]');
    await expect(values.set('new', 1)).rejects.toThrow('[MR7103]');
    const many = Array.from({ length: 200 }, () => statisticOf({ runId: 'r2' }));
    await expect(statistics.append(many)).rejects.toThrow('[MR7103]');
    expect(await values.get('a')).toEqual({ value: 'first', version: 1 });
    expect(await values.get('new')).toBeUndefined();
    await writeFile(filler, '');
    expect(await values.set('a', 'second', lease ? { expected: 1, lease } : {})).toMatchObject({
      version: 2,
    });
    await statistics.append([statisticOf({ runId: 'r3', at: '2027-01-01T00:00:00.000Z' })]);
    const found = await statistics.newest({ kind: 'filter' }, 1000);
    expect([found[0]?.runId, found.at(-1)?.runId]).toEqual(['r3', 'r1']);
  });
});

describe('a lock', () => {
  const lockOf = (folder: string, key: string): string => folderPlaces(folder).lock('value', key);

  it('of a process on another host is never broken, and says what to do', async () => {
    const folder = await freshFolder();
    const path = lockOf(folder, 'a');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify({ pid: 1, host: 'elsewhere', nonce: 'n' }));
    const { values } = await openFolderState(folder, systemClock, 50);
    const refused = values.set('a', 1);
    await expect(refused).rejects.toThrow('[MR7102] the state is in use by process 1 on elsewhere');
    await expect(refused).rejects.toMatchObject({
      problems: [{ notes: [expect.stringContaining('"elsewhere"'), expect.stringContaining(path)] }],
    });
    // Others go on.
    expect(await values.set('b', 1)).toMatchObject({ kind: 'written' });
  });

  it('of a process that is killed is broken by one of those who wait for it', async () => {
    const folder = await freshFolder();
    const place = { kind: 'folder' as const, folder };
    const victim = startWorker(place, 'count', 'victim', 1_000_000);
    await victim.said(5);
    await killed(victim.process);
    const path = lockOf(folder, 'counter');
    // As if it had been killed while it held the lock, and another one while it broke it.
    const left = JSON.stringify({
      pid: victim.process.pid,
      host: hostname(),
      nonce: 'n',
    });
    await writeFile(path, left);
    await writeFile(`${path}.break`, left);
    await writeFile(`${path}.${victim.process.pid}-ab.tmp`, left);
    const workers = ['a', 'b', 'c'].map((name) => startWorker(place, 'count', name, 10));
    const before = Number((await (await openFolderState(folder)).values.get('counter'))?.value);
    await Promise.all(workers.map(({ done }) => done()));
    expect((await (await openFolderState(folder)).values.get('counter'))?.value).toBe(before + 30);
    expect(await readdir(dirname(path))).toEqual([]);
  });
});

describe('a folder that cannot be used', () => {
  it('is told with its path', async () => {
    const folder = await freshFolder();
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'state'), 'a file');
    await expect((await openFolderState(folder)).values.set('a', 1)).rejects.toThrow(
      `[MR7109] "${join(folder, 'state')}`,
    );
  });
});
