import { own } from '../../base/own.js';
import type { RunIndexEntry } from '../../kit/index.js';
import { nextTimes, type Success } from '../../schedules/index.js';
import type { KeptSchedule } from './kept.js';
import { type Scheduled, waitsFor } from './load.js';

/** Milliseconds after which files and runs of others are looked at again. */
const POLL = 2_000;
/** A machine that slept is noticed after so long. */
const LONGEST = 30_000;

/** Milliseconds until something may be due again. */
export const untilNext = (
  all: readonly Scheduled[],
  schedules: Readonly<Record<string, KeptSchedule>>,
  now: Date,
): number => {
  const waits = all.map(({ document, schedule }) => {
    const since = new Date(own(schedules, document.pipeline)?.until ?? now);
    const [next] = nextTimes(schedule, since, 1);
    const isPolled = schedule.on_files !== undefined || schedule.after !== undefined;
    const poll = isPolled ? POLL : LONGEST;
    return next === undefined ? poll : Math.min(poll, next.getTime() - now.getTime());
  });
  return Math.max(0, Math.min(LONGEST, ...waits));
};

/** Runs that went well, where a schedule waits for any. A replay is no run of its pipeline's schedule. */
export const successesFor = async (
  all: readonly Scheduled[],
  list: () => Promise<readonly RunIndexEntry[]>,
): Promise<readonly Success[]> => {
  if (all.every((each) => waitsFor(each).length === 0)) return [];
  return (await list()).flatMap(({ pipeline, runId, status, finishedAt, replays }) =>
    status === 'succeeded' && finishedAt !== undefined && replays === undefined
      ? [{ pipeline, runId, finishedAt }]
      : [],
  );
};
