import type { Clock } from '../base/clock.js';
import type { Disk } from './disk.js';
import type { StoreFolders } from './stores.js';

/** What every part of a storage works with. */
export interface Context {
  readonly stores: StoreFolders;
  readonly clock: Clock;
  readonly disk: Disk;
  /** How long to wait for another run to leave a store, in milliseconds. */
  readonly lockWait: number;
}
