import { type Clock, systemClock } from '../base/clock.js';
import { failure } from '../base/errors/index.js';
import type { RunIndexEntry } from '../kit/record.js';
import type { RunStore } from '../kit/state.js';
import { amendEvents, readEvents } from './events-file.js';
import { folderFault } from './faults.js';
import { startLine } from './index-entry.js';
import { appendToIndex, readIndex } from './index-file.js';
import { settle } from './lost-runs.js';
import { makeRunFolder } from './make-folder.js';
import { isRunId, storePlaces } from './places.js';
import { readRun } from './read-run.js';
import { removeRuns } from './remove-runs.js';
import { addReveal, readReveals } from './reveals.js';
import { openRunLog, writeJson } from './run-log.js';

/**
 * Runs in a folder: `runs/ID/` with `run.json`, `plan.json` and `events.ndjson`, and `runs/index.ndjson` over them all.
 *
 * Many processes may use one folder at once; nothing is locked.
 *
 * @param folder absolute path of the `.millrace` folder; made when the first run starts.
 * @example
 * const log = await createFolderRunStore('/project/.millrace').start({ runId, pipeline, status: 'running', … });
 */
export const createFolderRunStore = (folder: string, clock: Clock = systemClock): RunStore => {
  const places = storePlaces(folder);
  const list = async (): Promise<readonly RunIndexEntry[]> =>
    (await readIndex(places.index)).map((entry) => settle(entry, places, clock));
  return {
    start: async (entry) => {
      if (!isRunId(entry.runId)) throw failure('MR3013', `"${entry.runId}" cannot be the name of a folder`);
      const run = await makeRunFolder(places, entry.runId);
      await appendToIndex(places.index, startLine(entry)).catch((error: unknown) => {
        throw folderFault(places.index, 'written', error);
      });
      return openRunLog(run, places.index, entry);
    },
    list,
    amend: ({ reveals: _, ...record }) => writeJson(places.run(record.runId).record, record),
    events: (runId) => readEvents(places.run(runId)),
    amendEvents: (runId, change) => amendEvents(places.run(runId), change),
    folderOf: (runId) => places.run(runId).folder,
    remove: (runIds) => removeRuns(places, runIds),
    read: async (id) => {
      const record = await readRun(id, list, places);
      const reveals = readReveals(places.run(record.runId));
      return reveals.length > 0 ? { ...record, reveals } : record;
    },
    reveal: async (runId, reveal) => addReveal(places.run(runId), reveal),
  };
};
