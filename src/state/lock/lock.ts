import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMissing, systemCode } from '../faults.js';
import { isStale, type LockFile, type LockRecord, readLock } from './lock-record.js';

const POLL_MS = 3;
const ATTEMPTS = 400;

/** Systems without hard links: a lock that is read half then counts as held. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.includes(systemCode(error) ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
};

/** Makes a lock with its text in one step, so that nobody reads half a lock: a hard link to a written file. */
const created = async (path: string, text: string): Promise<boolean> => {
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  await writeFile(temporary, text, { flag: 'wx' });
  try {
    await linkOrCopy(temporary, path);
    return true;
  } catch (error) {
    // ENOENT: somebody took the temporary file for that of a process that is gone. Both mean: look again.
    if (['EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
};

/** What makers of this lock left that were killed. A wrong guess costs its maker one more try. */
const sweep = async (path: string): Promise<void> => {
  const names = await readdir(dirname(path)).catch(() => []);
  const start = `${basename(path)}.`;
  for (const name of names.filter((other) => other.startsWith(start) && other.endsWith('.tmp')))
    await rm(join(dirname(path), name), { force: true });
};

/**
 * Removes the lock of a process that has ended. Two may find the same lock stale; if each simply removed it, the
 * second could remove the lock that the first has taken since. So a lock is removed only under a lock of its own,
 * `….break`, and only while it still holds the text that was found stale, which can never come back. A breaker that
 * dies leaves a stale `.break`, which is broken the same way.
 */
const breakStale = async (stale: LockFile, record: LockRecord): Promise<void> => {
  const breaker = `${stale.path}.break`;
  if ((await tryLock(breaker, record)) !== undefined) return void (await sleep(POLL_MS));
  try {
    if ((await readLock(stale.path))?.text !== stale.text) return;
    await sweep(stale.path);
    await unlink(stale.path).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  } finally {
    await unlock(breaker, record);
  }
};

/** Takes a lock and gives undefined, or gives the lock that stands in the way. A stale lock is broken first. */
export const tryLock = async (path: string, record: LockRecord): Promise<LockFile | undefined> => {
  let last: LockFile | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await created(path, JSON.stringify(record))) return undefined;
    last = await readLock(path);
    if (last === undefined) continue;
    if (!isStale(last)) return last;
    await breakStale(last, record);
  }
  return last ?? { path, text: '' };
};

/** Gives a lock free, if it is still the one that was taken with this record. */
export const unlock = async (path: string, record: LockRecord): Promise<void> => {
  if ((await readLock(path))?.text !== JSON.stringify(record)) return;
  await rm(path, { force: true });
};

/** Like `tryLock`, but asks again for so many milliseconds while the lock is held. */
export const waitForLock = async (
  path: string,
  record: LockRecord,
  milliseconds: number,
): Promise<LockFile | undefined> => {
  const end = performance.now() + milliseconds;
  for (;;) {
    const holder = await tryLock(path, record);
    if (holder === undefined || performance.now() >= end) return holder;
    await sleep(POLL_MS * (0.3 + Math.random()));
  }
};
