import { onTestFinished } from 'vitest';
import type { Clock } from '../../base/clock.js';
import type { StatePlace, StateStore } from '../../kit/state-store.js';
import { openStateStore } from '../open-state-store.js';

/** A state store as the conformance suite sees it. */
export interface Subject {
  readonly name: string;
  /** Whether several processes may have it open at once. */
  readonly isShared: boolean;
  /** An empty place, which goes with the test. */
  readonly place: () => Promise<StatePlace>;
  /** Spoils what is kept under a key, as a fault of the disk might. The store is closed. */
  readonly damage: (place: StatePlace, key: string) => Promise<void>;
  /** Makes it look as if a later version had written there. The store is closed. */
  readonly outdate: (place: StatePlace) => Promise<void>;
}

/** Opens a store that is closed when the test has ended. */
export const opened = async (place: StatePlace, clock?: Clock): Promise<StateStore> => {
  const store = await openStateStore(place, clock);
  onTestFinished(() => store.close());
  return store;
};

/** A store in an empty place. */
export const fresh = async ({ place }: Subject): Promise<StateStore> => opened(await place());

/** Does work with a store that is closed before and after. */
export const withStore = async <T>(
  place: StatePlace,
  work: (store: StateStore) => Promise<T>,
): Promise<T> => {
  const store = await openStateStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
