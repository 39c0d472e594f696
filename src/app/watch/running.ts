import { runStore } from '../run/folder.js';
import type { Wiring } from '../wiring.js';
import { type LiveStatus, readLive } from './live.js';

/** A run whose process is gone is told of for so long, in milliseconds: later it is history. */
const TOLD_FOR = 3_600_000;

/** A run under way, or one whose process has gone without a word. */
export interface RunningRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly startedAt: string;
  /** `gone`: the process was killed, or its machine was. */
  readonly process: 'alive' | 'gone';
  /** Absent in the first second of a run. */
  readonly live?: LiveStatus;
}

/** Runs under way, newest first, and those that were killed a short while ago. */
export const runningRuns = async (wiring: Wiring, runDir?: string): Promise<readonly RunningRun[]> => {
  const store = runStore(wiring, runDir);
  const open = (await store.list()).filter(({ status }) => status === 'running' || status === 'interrupted');
  const found = await Promise.all(
    open.map(async ({ runId, pipeline, startedAt, status, finishedAt }) => {
      if (finishedAt !== undefined) return [];
      const live = await readLive(store.folderOf(runId));
      const isOld = wiring.clock.now().getTime() - (live?.modified.getTime() ?? 0) > TOLD_FOR;
      if (status === 'interrupted' && isOld) return [];
      const process = status === 'running' ? 'alive' : 'gone';
      return [{ runId, pipeline, startedAt, process, ...(live ? { live: live.status } : {}) } as const];
    }),
  );
  return found.flat();
};
