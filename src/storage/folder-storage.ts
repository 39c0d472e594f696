import { type Clock, systemClock } from '../base/clock.js';
import type { Storage } from '../kit/storage.js';
import { checksum } from './checksum.js';
import { claimTargets } from './claim.js';
import type { Context } from './context.js';
import { createDisk } from './disk.js';
import { guarded } from './disk-errors.js';
import { type Failpoint, noFailpoint } from './failpoint.js';
import { listFiles } from './list-files.js';
import { createPublication } from './publication.js';
import { readPublished } from './published.js';
import { filesReadBy, recoverStores, remembersRun } from './recover-stores.js';
import type { StoreFolders } from './stores.js';
import { checkedTarget } from './target.js';

export interface FolderStorageOptions {
  /** Store names with their absolute folders. */
  readonly stores: StoreFolders;
  readonly clock?: Clock;
  /** Tests stop or kill the process in it; see `recordFailpoints`. */
  readonly failpoint?: Failpoint;
  /** How long to wait for another run to leave a store, in milliseconds; 30 seconds unless given. */
  readonly lockWait?: number;
}

const LOCK_WAIT_MS = 30_000;

/** Stores that are folders of the local file system, with atomic publishes; see `journal.ts` for how they hold. */
export const createFolderStorage = (options: FolderStorageOptions): Storage => {
  const { stores, clock = systemClock, failpoint = noFailpoint, lockWait = LOCK_WAIT_MS } = options;
  const context: Context = { stores, clock, lockWait, disk: createDisk(failpoint) };
  return {
    list: (path) => listFiles(stores, path),
    checkTarget: async (target) => void (await checkedTarget(stores, target)),
    remembers: (names, runId) => remembersRun(context, names, runId),
    filesRead: (names, pipeline) => filesReadBy(context, names, pipeline),
    fingerprint: async ({ path }) =>
      (await guarded({ doing: 'read the file', path }, () => checksum(path))).sha256,
    published: readPublished(stores),
    recover: (names, run) => recoverStores(context, names, run),
    claim: async (targets, run) => createPublication(context, await claimTargets(context, targets, run)),
  };
};
