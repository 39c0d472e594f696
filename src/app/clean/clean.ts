import { failure } from '../../base/errors/index.js';
import type { RunIndexEntry } from '../../kit/index.js';
import { aboutRun } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { runStore } from '../run/folder.js';
import { clearLostRows } from '../run/lost-rows.js';
import type { Wiring } from '../wiring.js';

const units = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of `36h`, `30d`, `4w`. Throws MR6004 for anything else. */
export const ageOf = (text: string): number => {
  const [, number, unit] = /^(\d+)\s?([hdw])$/.exec(text) ?? [];
  if (number === undefined) {
    throw failure('MR6004', `"${text}" is not an age`, {
      mend: 'Write a number and a unit, for example 36h, 30d or 4w.',
    });
  }
  return Number(number) * units[unit as keyof typeof units];
};

export interface CleanOptions {
  readonly runDir?: string;
  readonly olderThan: string;
  /** Removes nothing. */
  readonly isRehearsal: boolean;
}

/** The newest good run of each pipeline: the next run is held against it, and so is an offline check. */
const newestGood = (runs: readonly RunIndexEntry[]): ReadonlySet<string> => {
  const newest = new Map<string, string>();
  for (const { pipeline, runId, status, rowsPublished } of runs) {
    // A run that found no new files tells nothing of the inputs: the newest that published rows is kept too.
    const keys = [pipeline, ...(rowsPublished ? [`${pipeline} with rows`] : [])];
    for (const key of keys) if (status === 'succeeded' && !newest.has(key)) newest.set(key, runId);
  }
  return new Set(newest.values());
};

/**
 * Removes runs that are older than an age, with the raw rows in their quarantine. Runs that are going on stay, and of each
 * pipeline the newest that succeeded. Rows that killed runs left on their way to functions go whatever their age.
 *
 * @throws MR6004 for an age that is none, MR3013 where a folder cannot be removed.
 */
export const cleanRuns = async (
  wiring: Wiring,
  { runDir, olderThan, isRehearsal }: CleanOptions,
): Promise<readonly RunIndexEntry[]> => {
  const before = wiring.clock.now().getTime() - ageOf(olderThan);
  const store = runStore(wiring, runDir);
  const runs = await store.list();
  const kept = newestGood(runs);
  const old = runs.filter(
    ({ runId, status, startedAt }) =>
      status !== 'running' && !kept.has(runId) && new Date(startedAt).getTime() < before,
  );
  if (isRehearsal) return old;
  const remove = async (): Promise<void> => {
    await clearLostRows(store, runs);
    await store.remove(old.map(({ runId }) => runId));
  };
  const ids = old.map(({ runId }) => runId);
  const what = {
    ...aboutRun('run.remove', ids.length === 1 ? (ids[0] ?? '') : `${ids.length} runs`, runDir),
    details: { runs: ids },
  };
  await audited(wiring, what, remove);
  return old;
};
