import { join } from 'node:path';
import { failure, type ProblemDetails } from '../../../base/errors/index.js';
import type { RunIdentity, RunIndexEntry, Storage } from '../../../kit/index.js';
import type { Wiring } from '../../wiring.js';
import { runStore } from '../folder.js';
import type { Resumed } from './checkpoints.js';
import { CHECKPOINT_FOLDER, readBeginning } from './saved.js';

/** A run to go on from, and the time that it stands for. */
export interface Resumable extends Resumed {
  readonly runTime: string;
  /** Whether it says itself that it published. */
  readonly hasSucceeded: boolean;
}

const refused = (message: string, details?: ProblemDetails) => failure('MR3031', message, details);

const chosen = (runs: readonly RunIndexEntry[], id: string): RunIndexEntry => {
  const exact = runs.find(({ runId }) => runId === id);
  const [first, second] = runs.filter(({ runId }) => runId.startsWith(id));
  const found = exact ?? (second ? undefined : first);
  if (!found) throw refused(`${second ? 'more than one run begins' : 'no run begins'} with "${id}"`);
  return found;
};

/**
 * The run that is resumed: the one named, or the newest of the pipeline that keeps results.
 *
 * @throws MR3031 where there is none, or it is at work.
 */
export const resumedRun = async (
  wiring: Wiring,
  pipeline: string,
  runDir: string | undefined,
  id: string | undefined,
): Promise<Resumable> => {
  const store = runStore(wiring, runDir);
  const runs = await store.list();
  const candidates = id === undefined ? runs.filter((run) => run.pipeline === pipeline) : [chosen(runs, id)];
  for (const run of candidates) {
    if (run.pipeline !== pipeline) throw refused(`run ${run.runId} is one of pipeline "${run.pipeline}"`);
    const folder = store.folderOf(run.runId);
    const begun = await readBeginning(join(folder, CHECKPOINT_FOLDER));
    if (begun && run.status === 'running') throw refused(`run ${run.runId} is at work`);
    if (begun)
      return { runId: run.runId, folder, runTime: begun.runTime, hasSucceeded: run.status === 'succeeded' };
  }
  throw refused(
    id === undefined
      ? `no run of "${pipeline}" keeps results of its stages`
      : `run ${candidates[0]?.runId} keeps no results of its stages`,
  );
};

/**
 * A run that was killed may have published all the same. To go on from it would publish a second time, which adds rows twice
 * where they are appended.
 *
 * @throws MR3032 where it has.
 */
export const refusePublished = async (
  { runId, hasSucceeded }: Resumable,
  storage: Storage,
  stores: readonly string[],
  run: RunIdentity,
): Promise<void> => {
  if (hasSucceeded) return;
  await storage.recover(stores, run);
  if (!(await storage.remembers(stores, runId))) return;
  throw failure(
    'MR3032',
    `run ${runId} was killed after it had decided to publish: its outputs are there, whole`,
  );
};
