import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createLocks } from './lock.js';
import { isStale, type LockRecord, readLock } from './lock-record.js';

const POLL_MS = 3;

/** What makers of this lock left that were killed. A wrong guess costs its maker one more try. */
const sweep = async (path: string): Promise<void> => {
  const names = await readdir(dirname(path)).catch(() => []);
  const start = `${basename(path)}.`;
  for (const name of names.filter((other) => other.startsWith(start) && other.endsWith('.tmp')))
    await rm(join(dirname(path), name), { force: true });
};

/** Locks by files that processes of one host take; see `createLocks`. Who asks for one says what it means that a disk fails. */
export const { tryLock, waitForLock, unlock } = createLocks<LockRecord>({
  read: readLock,
  isStale,
  guarded: (_doing, _path, work) => work(),
  sweep,
  pause: () => POLL_MS * (0.3 + Math.random()),
  breaking: POLL_MS,
});
