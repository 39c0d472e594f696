import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, rm, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkUnsupported } from './disk.js';
import { errnoOf, guarded, unless } from './disk-errors.js';
import { type LockFile, type LockRecord, readLock } from './lock-record.js';
import { hasEnded, processExists } from './process-identity.js';

const POLL_MS = 5;
const BREAK_ATTEMPTS = 400;

const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (thrown) {
    if (!linkUnsupported.includes(errnoOf(thrown) ?? '')) throw thrown;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
};

/**
 * Creates a lock with its text in one step, so that nobody ever reads half a lock: a hard link to a written file.
 * Where there are no hard links, an exclusive copy; a lock that is read half then counts as held.
 */
const created = async (path: string, text: string): Promise<boolean> => {
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await linkOrCopy(temporary, path);
    return true;
  } catch (thrown) {
    // ENOENT: a recovery took the temporary file for a dead process's. Both mean: look again.
    if (['EEXIST', 'ENOENT'].includes(errnoOf(thrown) ?? '')) return false;
    throw thrown;
  } finally {
    await rm(temporary, { force: true });
  }
};

/**
 * Removes the lock of a run that has ended. Two processes may find the same lock stale; if each simply removed it,
 * the second could remove the lock that the first has taken since. So a lock is removed only under a lock of its
 * own, `….break`, and only while it still holds the text that was found stale. That text can never come back,
 * as its writer has ended. A breaker that dies leaves a stale `.break` lock, which is broken the same way.
 */
export const breakStale = async (stale: LockFile, record: LockRecord): Promise<void> => {
  const breaker = `${stale.path}.break`;
  if ((await tryLock(breaker, record)) !== undefined) return void (await sleep(POLL_MS));
  try {
    if ((await readLock(stale.path))?.text === stale.text) await unless(['ENOENT'], unlink(stale.path));
  } finally {
    await unlock(breaker, record);
  }
};

/** Whether the process that made a temporary file for a lock is gone. A wrong guess costs its maker one more try. */
export const isAbandonedTemporary = (name: string): boolean => {
  const pid = /\.(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1];
  return pid !== undefined && !processExists(Number(pid));
};

export const isStale = ({ record }: LockFile): boolean => record !== undefined && hasEnded(record);

/** Takes a lock and gives undefined, or gives the lock that stands in the way. A stale lock is broken first. */
export const tryLock = async (path: string, record: LockRecord): Promise<LockFile | undefined> => {
  let last: LockFile | undefined;
  for (let attempt = 0; attempt < BREAK_ATTEMPTS; attempt += 1) {
    const place = { doing: 'create a lock', path };
    if (await guarded(place, () => created(path, JSON.stringify(record)))) return undefined;
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
  await guarded({ doing: 'remove a lock', path }, () => rm(path, { force: true }));
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
    await sleep(POLL_MS + Math.random() * 4 * POLL_MS);
  }
};
