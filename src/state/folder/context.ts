import { dirname } from 'node:path';
import type { Clock } from '../../base/clock.js';
import { newLockRecord, unlock, waitForLock } from '../../base/lock/index.js';
import { heldFailure } from '../lock/held.js';
import { inTurn } from '../lock/in-turn.js';
import { storeFault } from '../store-faults.js';
import { inFolder } from './files.js';
import { prepareFormat } from './format.js';
import type { FolderPlaces, Lockable } from './places.js';

/** What the parts of a folder store share. */
export interface FolderContext {
  readonly places: FolderPlaces;
  readonly clock: Clock;
  /** Before anything is changed: holds the format of the folder against that of this version, or says it. */
  readonly prepare: () => Promise<void>;
  /** Does work that changes something while nobody else changes it, in this process or another. */
  readonly locked: <T>(of: Lockable, key: string, work: () => Promise<T>) => Promise<T>;
}

const lockedOnDisk = async <T>(path: string, wait: number, work: () => Promise<T>): Promise<T> => {
  const record = newLockRecord();
  const holder = await inFolder(dirname(path), () => waitForLock(path, record, wait)).catch(
    (error: unknown) => {
      throw storeFault(path, 'locked', error);
    },
  );
  if (holder) throw heldFailure('the state', holder);
  try {
    return await work();
  } finally {
    // A lock that cannot be removed is found stale once this process has ended; the work is done all the same.
    await unlock(path, record).catch(() => undefined);
  }
};

export const folderContext = (places: FolderPlaces, clock: Clock, wait: number): FolderContext => {
  const turns = inTurn();
  let prepared: Promise<void> | undefined;
  const prepare = (): Promise<void> => {
    prepared ??= prepareFormat(places).catch((error: unknown) => {
      // A disk that was full may have room again.
      prepared = undefined;
      throw error;
    });
    return prepared;
  };
  return {
    places,
    clock,
    prepare,
    locked: async (of, key, work) => {
      await prepare();
      const path = places.lock(of, key);
      return turns(path, () => lockedOnDisk(path, wait, work));
    },
  };
};
