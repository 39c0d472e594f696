import type { RunIndexEntry, RunRecord, RunStore } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';
import { runStore } from './folder.js';

/** Whether it succeeded, with all of its input. */
const isGood = ({ status, replays }: RunIndexEntry): boolean =>
  status === 'succeeded' && replays === undefined;

/** Whether it had nothing to do: none of the files was new, or none of its sources could be read. */
const isIdle = ({ nodes }: RunRecord): boolean => nodes.length === 0;

/** The records of the newest of these runs that are of a pipeline and succeeded, with all of their input; without those whose record is gone. */
export const goodRunsAmong = async (
  store: RunStore,
  all: readonly RunIndexEntry[],
  pipeline: string,
  most: number,
): Promise<readonly RunRecord[]> => {
  const runs = all.filter((run) => run.pipeline === pipeline && isGood(run));
  const found: RunRecord[] = [];
  // As many at a time as are wanted still: runs that read nothing tell nothing of the input.
  for (let next = 0; next < runs.length && found.length < most; ) {
    const some = runs.slice(next, next + most - found.length);
    next += some.length;
    const records = await Promise.all(some.map(({ runId }) => store.read(runId).catch(() => undefined)));
    found.push(...records.flatMap((record) => (record && !isIdle(record) ? record : [])));
  }
  return found;
};

/** The same, among all runs that are kept. */
export const lastGoodRuns = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
  most: number,
): Promise<readonly RunRecord[]> => {
  const store = runStore(wiring, runDir);
  return goodRunsAmong(store, await store.list(), pipeline, most);
};

/** The newest of them; undefined where none did, or its record is gone. */
export const lastGoodRun = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
): Promise<RunRecord | undefined> => (await lastGoodRuns(wiring, pipeline, runDir, 1))[0];
