import { createLocks } from '../base/lock/index.js';
import { guarded } from './disk-errors.js';
import { type LockFile, type LockRecord, readLock } from './lock-record.js';
import { hasEnded, processExists } from './process-identity.js';

const POLL_MS = 5;

/** Whether the process that made a temporary file for a lock is gone. A wrong guess costs its maker one more try. */
export const isAbandonedTemporary = (name: string): boolean => {
  const pid = /\.(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1];
  return pid !== undefined && !processExists(Number(pid));
};

export const isStale = ({ record }: LockFile): boolean => record !== undefined && hasEnded(record);

/** Locks of targets and of stores; see `createLocks`. What killed makers of one left, the recovery of a store removes. */
export const { tryLock, waitForLock, unlock, breakStale } = createLocks<LockRecord>({
  read: readLock,
  isStale,
  guarded: (doing, path, work) => guarded({ doing, path }, work),
  pause: () => POLL_MS + Math.random() * 4 * POLL_MS,
  breaking: POLL_MS,
});
