import { nextTimes, timesBetween, zoned, zoneOf } from '../../schedules/index.js';
import type { Wiring } from '../wiring.js';
import { loadScheduled, type Scheduled, waitsFor } from './load.js';

/** A time at which a pipeline is to run. */
export interface PlannedTime {
  readonly pipeline: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  /** As the clocks of its zone show it. */
  readonly local: string;
  readonly zone: string;
}

/** Times of pipelines in order, and what else fires them. */
export interface SchedulePlan {
  readonly times: readonly PlannedTime[];
  readonly others: readonly { readonly pipeline: string; readonly when: string }[];
}

const planned = ({ document, schedule }: Scheduled, times: readonly Date[]): readonly PlannedTime[] => {
  const zone = zoneOf(schedule);
  return times.map((time) => ({
    pipeline: document.pipeline,
    time: time.toISOString(),
    local: zoned(time, zone),
    zone,
  }));
};

const othersOf = (scheduled: Scheduled): SchedulePlan['others'] => {
  const { pipeline } = scheduled.document;
  const { on_files: files } = scheduled.schedule;
  const after = waitsFor(scheduled);
  return [
    ...(files ? [{ pipeline, when: `when files of ${files.path} arrive` }] : []),
    ...(after.length > 0
      ? [{ pipeline, when: `after ${after.map((name) => `"${name}"`).join(' and ')}` }]
      : []),
  ];
};

const planOf = (
  all: readonly Scheduled[],
  timesOf: (scheduled: Scheduled) => readonly Date[],
): SchedulePlan => ({
  times: all
    .flatMap((each) => planned(each, timesOf(each)))
    .toSorted((left, right) => (left.time < right.time ? -1 : 1)),
  others: all.flatMap(othersOf),
});

/** The next time of each schedule after a moment, and what else fires them. */
export const nextOf = (all: readonly Scheduled[], now: Date): SchedulePlan =>
  planOf(all, ({ schedule }) => nextTimes(schedule, now, 1));

/** The next times of each document. */
export const planNext = async (
  wiring: Wiring,
  files: readonly string[],
  count: number,
): Promise<SchedulePlan> =>
  planOf(await loadScheduled(wiring, files), ({ schedule }) =>
    nextTimes(schedule, wiring.clock.now(), count),
  );

/** All times from now until another time. */
export const planUntil = async (
  wiring: Wiring,
  files: readonly string[],
  until: Date,
): Promise<SchedulePlan> =>
  planOf(await loadScheduled(wiring, files), ({ schedule }) =>
    timesBetween(schedule, wiring.clock.now(), until),
  );
