import { dirname } from 'node:path';
import { failure } from '../../base/errors/index.js';
import type { RunIndexEntry } from '../../kit/record.js';
import type { RunFilter, RunIndex } from '../../kit/state-store.js';
import { appendToIndex, readIndex } from '../index-file.js';
import { isRunId, storePlaces } from '../places.js';
import { storeFault } from '../store-faults.js';
import type { FolderContext } from './context.js';
import { inFolder } from './files.js';

/** Whether a run comes later in a list that has the newest first. */
const isAfter = (entry: RunIndexEntry, { startedAt, runId }: NonNullable<RunFilter['after']>): boolean =>
  entry.startedAt === startedAt ? entry.runId < runId : entry.startedAt < startedAt;

/** The index of runs that the runs of the command line are in too. */
export const folderRuns = (context: FolderContext): RunIndex => {
  const { index } = storePlaces(context.places.folder);
  const append = (entry: RunIndexEntry): Promise<void> =>
    inFolder(dirname(index), () => appendToIndex(index, entry)).catch((error: unknown) => {
      throw storeFault(index, 'written', error);
    });
  const find = async (runId: string): Promise<RunIndexEntry | undefined> =>
    (await readIndex(index)).find((entry) => entry.runId === runId);
  return {
    add: async (entry) => {
      const { runId } = entry;
      if (!isRunId(runId)) throw failure('MR7107', `"${runId}" cannot be the id of a run`);
      await context.locked('run', runId, async () => {
        if (await find(runId)) throw failure('MR7108', `run "${runId}" is in the index already`);
        await append(entry);
      });
    },
    update: (runId, changes) =>
      context.locked('run', runId, async () => {
        const found = await find(runId);
        if (!found) throw failure('MR7108', `there is no run "${runId}" in the index`);
        await append({ ...found, ...changes, runId });
      }),
    get: find,
    list: async ({ limit, after, ...filter }: RunFilter = {}) => {
      const found = (await readIndex(index)).filter(
        (entry) =>
          entry.pipeline === (filter.pipeline ?? entry.pipeline) &&
          entry.status === (filter.status ?? entry.status) &&
          (after === undefined || isAfter(entry, after)),
      );
      return limit === undefined ? found : found.slice(0, limit);
    },
  };
};
