import type { RunIndexEntry, RunRecord } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';
import { runStore } from './folder.js';

/** Whether it succeeded, with all of its input. */
const isGood = ({ status, replays }: RunIndexEntry): boolean =>
  status === 'succeeded' && replays === undefined;

/** The records of the newest runs of a pipeline that succeeded, with all of their input; without those whose record is gone. */
export const lastGoodRuns = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
  most: number,
): Promise<readonly RunRecord[]> => {
  const store = runStore(wiring, runDir);
  const runs = (await store.list()).filter((run) => run.pipeline === pipeline && isGood(run));
  const records = runs.slice(0, most).map(({ runId }) => store.read(runId).catch(() => undefined));
  return (await Promise.all(records)).flatMap((record) => record ?? []);
};

/** The newest of them; undefined where none did, or its record is gone. */
export const lastGoodRun = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
): Promise<RunRecord | undefined> => (await lastGoodRuns(wiring, pipeline, runDir, 1))[0];
