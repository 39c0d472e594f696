import type { RunRecord } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';
import { runStore } from './folder.js';

/** The record of the newest run of a pipeline that succeeded, with all of its input; undefined where none did, or its record is gone. */
export const lastGoodRun = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
): Promise<RunRecord | undefined> => {
  const store = runStore(wiring, runDir);
  const runs = await store.list();
  const last = runs.find(
    (run) => run.pipeline === pipeline && run.status === 'succeeded' && run.replays === undefined,
  );
  return last ? store.read(last.runId).catch(() => undefined) : undefined;
};
