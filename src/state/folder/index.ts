import { type Clock, systemClock } from '../../base/clock.js';
import type { StateStore } from '../../kit/state-store.js';
import { folderContext } from './context.js';
import { checkFormat } from './format.js';
import { folderLeases } from './leases.js';
import { folderPlaces } from './places.js';
import { folderRuns } from './runs.js';
import { folderStatistics } from './statistics.js';
import { folderCheckpoints, folderValues } from './values.js';

/**
 * State in files of a `.millrace` folder, for many processes at once. Each change is made under a lock of what it
 * changes, by a file that is written whole and then takes the place of the one before: a process may be killed anywhere.
 *
 * @param folder absolute path; nothing is made before something is kept.
 * @throws MR7104 where a newer version has written there.
 */
export const openFolderState = async (folder: string, clock: Clock = systemClock): Promise<StateStore> => {
  const places = folderPlaces(folder);
  await checkFormat(places);
  const context = folderContext(places, clock);
  return {
    runs: folderRuns(context),
    statistics: folderStatistics(context),
    checkpoints: folderCheckpoints(context),
    values: folderValues(context),
    leases: folderLeases(context),
    close: async () => undefined,
  };
};
