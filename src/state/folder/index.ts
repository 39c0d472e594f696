import { type Clock, systemClock } from '../../base/clock.js';
import type { StateStore } from '../../kit/state-store.js';
import { folderContext } from './context.js';
import { checkFormat } from './format.js';
import { folderLeases } from './leases.js';
import { folderPlaces } from './places.js';
import { folderRuns } from './runs.js';
import { folderStatistics } from './statistics.js';
import { folderCheckpoints, folderValues } from './values.js';

/** Milliseconds: a change takes a few, so who waits longer waits for something else. */
const WAIT = 10_000;

/**
 * State in files of a `.millrace` folder, for many processes at once. Each change is made under a lock of what it
 * changes, by a file that is written whole and then takes the place of the one before: a process may be killed anywhere.
 *
 * @param folder absolute path; nothing is made before something is kept.
 * @param wait milliseconds after which who waits for a lock is told who holds it (MR7102).
 * @throws MR7104 where a newer version has written there.
 */
export const openFolderState = async (
  folder: string,
  clock: Clock = systemClock,
  wait = WAIT,
): Promise<StateStore> => {
  const places = folderPlaces(folder);
  await checkFormat(places);
  const context = folderContext(places, clock, wait);
  return {
    runs: folderRuns(context),
    statistics: folderStatistics(context),
    checkpoints: folderCheckpoints(context),
    values: folderValues(context),
    leases: folderLeases(context),
    close: async () => undefined,
  };
};
