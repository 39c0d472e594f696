import { basename } from 'node:path';
import type { RunIdentity } from '../kit/storage.js';
import type { Context } from './context.js';
import { tidied } from './disk-errors.js';
import { locksFolder, storeLock } from './layout.js';
import { unlock, waitForLock } from './lock.js';
import { heldFailure, type LockRecord, newRecord } from './lock-record.js';
import { recoverStore } from './recovery.js';

/** A lock that is held, with the record that it was taken with. */
export interface HeldLock {
  readonly path: string;
  readonly record: LockRecord;
}

/** Gives locks free, the last first, and the others also where one cannot be. */
export const unlockAll = async (context: Context, locks: readonly HeldLock[]): Promise<void> => {
  const last = locks.at(-1);
  if (last === undefined) return;
  const { path, record } = last;
  try {
    await context.disk.step({ name: `unlock ${record.target}`, path }, () => unlock(path, record));
  } finally {
    await unlockAll(context, locks.slice(0, -1));
  }
};

const lockStore = async (context: Context, store: string, run: RunIdentity): Promise<HeldLock> => {
  const { disk, clock, lockWait } = context;
  const name = `store ${basename(store)}`;
  await disk.makeFolder({ name: `locks of ${name}`, path: locksFolder(store) });
  const path = storeLock(store);
  const record = newRecord(run, name, clock.now());
  const holder = await disk.step({ name: `lock ${name}`, path }, () => waitForLock(path, record, lockWait));
  if (holder) throw heldFailure(`store "${store}"`, holder);
  return { path, record };
};

/**
 * Works on stores while no other run can: claims and switches go one at a time. Whoever comes in first finishes or
 * undoes what dead runs left, so the work always starts from a store that is whole. Always locked in the same
 * order, so that two runs never wait for each other.
 *
 * @throws MR3009 where another run does not leave a store in time.
 */
export const withStoresLocked = async <T>(
  context: Context,
  stores: readonly string[],
  run: RunIdentity,
  work: () => Promise<T>,
): Promise<T> => {
  const sorted = stores.toSorted();
  const locks: HeldLock[] = [];
  try {
    for (const store of sorted) locks.push(await lockStore(context, store, run));
    // From the last to the first: the store that decides for others comes before them, and waits for them.
    for (const store of sorted.toReversed()) await recoverStore(context, store, run);
    return await work();
  } finally {
    await tidied(unlockAll(context, locks));
  }
};
