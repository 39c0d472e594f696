import type { Clock } from '../base/clock.js';
import type { StatePlace, StateStore } from '../kit/state-store.js';

/**
 * Opens a state store. What an implementation needs is loaded when it is asked for: databases take longer to load than
 * most commands take.
 *
 * @param clock for tests; else the system's, or that of the database, which all hosts have in common.
 */
export const openStateStore = async (place: StatePlace, clock?: Clock): Promise<StateStore> => {
  const { openFolderState } = await import('./folder/index.js');
  return openFolderState(place.kind === 'folder' ? place.folder : '', clock);
};
