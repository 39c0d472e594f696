import type { Clock } from '../base/clock.js';
import type { StatePlace, StateStore } from '../kit/state-store.js';

/**
 * Opens a state store. What an implementation needs is loaded when it is asked for: a database takes longer to load
 * than most commands take.
 *
 * @param clock for tests; else the system's, or that of the database, which all hosts have in common.
 */
export const openStateStore = async (place: StatePlace, clock?: Clock): Promise<StateStore> => {
  if (place.kind === 'pglite')
    return (await import('./pglite/index.js')).openPgliteState(place.folder, clock);
  if (place.kind === 'postgres')
    return (await import('./postgres/index.js')).openPostgresState(place.url, place.schema, clock);
  return (await import('./folder/index.js')).openFolderState(place.folder, clock);
};
