import type { Schedule } from '../spec/index.js';
import { timesBetween } from './times.js';

/** How late a time may be noticed and still be on time, in milliseconds. */
export const GRACE = 60_000;

/** Most missed times that `all` fires at once. */
export const MOST = 1000;

/** Times to fire, in order; and since when and until when there were more, which the rule leaves out. */
export interface Due {
  readonly times: readonly Date[];
  readonly leftOut?: { readonly before: Date };
}

const HOUR = 3_600_000;

/** The newest times in a span, at least so many where there are: read from its end, as a span may be years of minutes. */
const newest = (schedule: Schedule, since: Date, until: Date, count: number): Due => {
  for (let width = HOUR; ; width *= 4) {
    const start = new Date(Math.max(since.getTime(), until.getTime() - width));
    const times = timesBetween(schedule, start, until);
    const kept = times.slice(-count);
    const [first] = kept;
    const isWhole = start.getTime() === since.getTime();
    if (isWhole && times.length === kept.length) return { times: kept };
    if (first !== undefined && times.length > count) return { times: kept, leftOut: { before: first } };
  }
};

/**
 * The times of a schedule after one moment, up to now, that are to be fired.
 *
 * Under `none` those that are on time; under `last` the last one; under `all` every one, up to its limit, and never
 * without telling of those before. Nothing is left out that is told to be fired, whoever asks however often.
 */
export const dueTimes = (schedule: Schedule, since: Date, now: Date): Due => {
  if (schedule.cron === undefined || since >= now) return { times: [] };
  const { catch_up: rule = 'last' } = schedule;
  if (rule === 'none') {
    const late = new Date(Math.max(since.getTime(), now.getTime() - GRACE - 1));
    return { times: timesBetween(schedule, late, now) };
  }
  if (rule === 'last') return { times: newest(schedule, since, now, 1).times };
  return newest(schedule, since, now, rule === 'all' ? MOST : rule.all);
};
