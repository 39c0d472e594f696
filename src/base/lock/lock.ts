import { rm, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../system-code.js';
import { created } from './created.js';

const ATTEMPTS = 400;

/** A lock as it was read; no record where the text is none. */
export interface LockFile<R> {
  readonly path: string;
  readonly text: string;
  readonly record?: R;
}

/** What a room knows of its locks: what stands in them, and what it says of disks that fail. */
export interface LockKeeping<R> {
  /** A lock as it stands now, or undefined where it is free. */
  readonly read: (path: string) => Promise<LockFile<R> | undefined>;
  /** Whether its process has certainly ended. */
  readonly isStale: (lock: LockFile<R>) => boolean;
  /** Does work on a lock; `doing` completes "cannot …". */
  readonly guarded: <T>(doing: string, path: string, work: () => Promise<T>) => Promise<T>;
  /** Tidies up beside a stale lock before it is removed. */
  readonly sweep?: (path: string) => Promise<void>;
  /** Milliseconds until a lock that is held is asked for again. */
  readonly pause: () => number;
  /** Milliseconds until a lock is looked at again that another is breaking. */
  readonly breaking: number;
}

/** Locks that processes take by files. The text of a lock is its record, and never the same twice. */
export interface Locks<R> {
  /** Takes a lock and gives undefined, or gives the lock that stands in the way. A stale lock is broken first. */
  readonly tryLock: (path: string, record: R) => Promise<LockFile<R> | undefined>;
  /** Like `tryLock`, but asks again for so many milliseconds while the lock is held. */
  readonly waitForLock: (path: string, record: R, milliseconds: number) => Promise<LockFile<R> | undefined>;
  /** Gives a lock free, if it is still the one that was taken with this record. */
  readonly unlock: (path: string, record: R) => Promise<void>;
  /**
   * Removes the lock of a process that has ended. Two may find the same lock stale; if each simply removed it, the
   * second could remove the lock that the first has taken since. So a lock is removed only under a lock of its own,
   * `….break`, and only while it still holds the text that was found stale. That text can never come back, as its
   * writer has ended. A breaker that dies leaves a stale `.break`, which is broken the same way.
   */
  readonly breakStale: (stale: LockFile<R>, record: R) => Promise<void>;
}

const removed = async (path: string): Promise<void> => {
  await unlink(path).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
};

export const createLocks = <R>(keeping: LockKeeping<R>): Locks<R> => {
  const { read, isStale, guarded, sweep, pause, breaking } = keeping;
  const breakStale = async (stale: LockFile<R>, record: R): Promise<void> => {
    const breaker = `${stale.path}.break`;
    if ((await tryLock(breaker, record)) !== undefined) return void (await sleep(breaking));
    try {
      if ((await read(stale.path))?.text !== stale.text) return;
      await sweep?.(stale.path);
      await removed(stale.path);
    } finally {
      await unlock(breaker, record);
    }
  };
  const tryLock = async (path: string, record: R): Promise<LockFile<R> | undefined> => {
    let last: LockFile<R> | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await guarded('create a lock', path, () => created(path, JSON.stringify(record)))) return undefined;
      last = await read(path);
      if (last === undefined) continue;
      if (!isStale(last)) return last;
      await breakStale(last, record);
    }
    return last ?? { path, text: '' };
  };
  const unlock = async (path: string, record: R): Promise<void> => {
    if ((await read(path))?.text !== JSON.stringify(record)) return;
    await guarded('remove a lock', path, () => rm(path, { force: true }));
  };
  const waitForLock = async (
    path: string,
    record: R,
    milliseconds: number,
  ): Promise<LockFile<R> | undefined> => {
    const end = performance.now() + milliseconds;
    for (;;) {
      const holder = await tryLock(path, record);
      if (holder === undefined || performance.now() >= end) return holder;
      await sleep(pause());
    }
  };
  return { tryLock, waitForLock, unlock, breakStale };
};
