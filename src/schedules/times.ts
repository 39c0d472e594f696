import { cronTimes, type Schedule } from '../spec/index.js';

/** The zone of a schedule. */
export const zoneOf = ({ timezone = 'UTC' }: Schedule): string => timezone;

const expressions = ({ cron }: Schedule): readonly string[] => (cron === undefined ? [] : [cron].flat());

/** Times of a schedule after a moment, in order, each once, for as long as there are any. */
export function* timesAfter(schedule: Schedule, after: Date): Generator<Date> {
  const sources = expressions(schedule).map((each) => cronTimes(each, zoneOf(schedule), after));
  let heads = sources.map((source) => ({ source, head: source.next().value }));
  for (;;) {
    const times = heads.flatMap(({ head }) => (head === undefined ? [] : [head.getTime()]));
    if (times.length === 0) return;
    const next = Math.min(...times);
    yield new Date(next);
    heads = heads.map((each) =>
      each.head?.getTime() === next ? { ...each, head: each.source.next().value } : each,
    );
  }
}

/** The next times of a schedule, at most so many. */
export const nextTimes = (schedule: Schedule, after: Date, count: number): readonly Date[] => {
  const found: Date[] = [];
  for (const time of timesAfter(schedule, after)) {
    if (found.push(time) >= count) break;
  }
  return found;
};

/** Times of a schedule after one moment, up to and with another. */
export const timesBetween = (schedule: Schedule, after: Date, until: Date): readonly Date[] => {
  const found: Date[] = [];
  for (const time of timesAfter(schedule, after)) {
    if (time > until) break;
    found.push(time);
  }
  return found;
};
