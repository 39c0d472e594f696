import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { breakStale, isAbandonedTemporary, tryLock, unlock, waitForLock } from './lock.js';
import { newRecord, readLock } from './lock-record.js';
import { hasEnded, thisProcess } from './process-identity.js';
import { bundled, runChild } from './testing/child-script.js';
import type { LockOrder } from './testing/lock-child.js';
import { run } from './testing/publish-text.js';
import { removeFolder, temporaryFolder } from './testing/temporary-folder.js';

let folder = '';
let lock = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  lock = join(folder, 'x.lock');
});

afterEach(() => removeFolder(folder));

const record = (runId: string) => newRecord(run(runId), 'gold://late.csv', new Date(0));
const dead = { ...record('dead'), pid: 2 ** 22 + 1 };
const hold = (value: object) => writeFile(lock, JSON.stringify(value));

describe('a lock', () => {
  test('is taken by one run and shows it to the others', async () => {
    expect(await tryLock(lock, record('first'))).toBeUndefined();
    expect((await tryLock(lock, record('second')))?.record).toMatchObject({
      runId: 'first',
      pid: process.pid,
    });
  });

  test('is free again after its run has given it free, and leaves no file', async () => {
    await tryLock(lock, record('first'));
    await unlock(lock, record('first'));
    expect(await readdir(folder)).toEqual([]);
  });

  test('is not given free by a run that does not hold it', async () => {
    await tryLock(lock, record('first'));
    await unlock(lock, record('second'));
    expect((await readLock(lock))?.record?.runId).toBe('first');
  });

  test('is waited for as long as asked', async () => {
    await tryLock(lock, record('first'));
    expect((await waitForLock(lock, record('second'), 20))?.record?.runId).toBe('first');
    setTimeout(() => void unlock(lock, record('first')), 20);
    expect(await waitForLock(lock, record('second'), 5000)).toBeUndefined();
  });
});

describe('a stale lock', () => {
  test('of a process that has ended is broken', async () => {
    await hold(dead);
    expect(await tryLock(lock, record('second'))).toBeUndefined();
    expect(await readdir(folder)).toEqual(['x.lock']);
  });

  test('of a process whose number was given to another since is broken', async () => {
    await hold({ ...record('first'), processStart: 'an earlier boot/1' });
    expect(await tryLock(lock, record('second'))).toBeUndefined();
  });

  test('that a breaker died over is broken all the same', async () => {
    await hold(dead);
    await writeFile(`${lock}.break`, JSON.stringify({ ...dead, runId: 'breaker' }));
    expect(await tryLock(lock, record('second'))).toBeUndefined();
    expect(await readdir(folder)).toEqual(['x.lock']);
  });

  test('that another has broken and taken meanwhile is not broken a second time', async () => {
    await hold(dead);
    const seen = await readLock(lock);
    expect(await tryLock(lock, record('quicker'))).toBeUndefined();
    await breakStale(seen ?? { path: lock, text: '' }, record('slower'));
    expect((await readLock(lock))?.record?.runId).toBe('quicker');
  });

  test('is never one of another host, or one that cannot be read', async () => {
    await hold({ ...dead, host: 'elsewhere' });
    expect((await tryLock(lock, record('second')))?.record?.host).toBe('elsewhere');
    await writeFile(lock, '');
    expect(await tryLock(lock, record('second'))).toEqual({ path: lock, text: '' });
  });

  test('is broken by one process at a time, however many try and die holding it', async () => {
    const script = await bundled('lock-child.ts', folder);
    const log = join(folder, 'log');
    await hold(dead);
    const startAt = Date.now() + 500;
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const order = (name: string): LockOrder => ({ lock, log, name, rounds: 15, startAt });
    const ends = await Promise.all(names.map((name) => runChild(script, order(name))));
    expect(ends.map(({ signal, errors }) => [signal, errors])).toEqual(names.map(() => ['SIGKILL', '']));
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(names.length * 15 * 2);
    for (let at = 0; at < lines.length; at += 2) {
      const [word, name] = lines[at]?.split(' ') ?? [];
      expect([word, lines[at + 1]]).toEqual(['enter', expect.stringMatching(`^(leave|die) ${name}$`)]);
    }
    expect(await tryLock(lock, record('last'))).toBeUndefined();
  });
});

describe('a process', () => {
  test('that runs has not ended, be it this one or one of another user', () => {
    expect(hasEnded(thisProcess())).toBe(false);
    expect(hasEnded({ ...thisProcess(), pid: 1, processStart: null })).toBe(false);
  });

  test('whose temporary lock file was left is told by the number in its name', () => {
    expect(isAbandonedTemporary(`x.lock.${process.pid}-00ff.tmp`)).toBe(false);
    expect(isAbandonedTemporary(`x.lock.${dead.pid}-00ff.tmp`)).toBe(true);
    expect(isAbandonedTemporary('unknown.tmp')).toBe(false);
  });
});
