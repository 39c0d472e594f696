import { Cron } from 'croner';
import { nearest } from '../../base/diagnostics/suggest.js';

/**
 * Croner's rules on the days on which clocks change, with every list, range and single value counted as a fixed time:
 * a fixed time in the gap comes at the first moment after it, and one that there is twice comes the first time only.
 * Fields with `*` or a step name no fixed time: they follow the clock, leave the gap out and come in both hours.
 */
const opened = (expression: string, zone: string): Cron =>
  new Cron(expression, { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true });

/** What is wrong with a cron expression, as the end of a sentence; undefined where nothing is. */
export const cronFault = (expression: string): string | undefined => {
  try {
    opened(expression, 'UTC');
    return undefined;
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const fields = expression.trim().split(/\s+/).length;
    if (fields !== 5 && !expression.startsWith('@')) return `it has ${fields} fields, not 5`;
    const plain = text.replace(/^\w+: /, '');
    return `${plain.charAt(0).toLowerCase()}${plain.slice(1)}`;
  }
};

/** Whether an expression ever comes: `0 0 30 2 *` does not. */
export const comesEver = (expression: string): boolean =>
  opened(expression, 'UTC').nextRun(new Date('2000-01-01T00:00:00Z')) !== null;

/** Times of a sound expression after a moment, one after the other, for as long as there are any. */
export function* cronTimes(expression: string, zone: string, after: Date): Generator<Date> {
  const cron = opened(expression, zone);
  let next = cron.nextRun(after);
  while (next !== null) {
    yield next;
    next = cron.nextRun(next);
  }
}

/** The last times of a sound expression before a moment, the latest first. */
export const cronTimesBefore = (
  expression: string,
  zone: string,
  before: Date,
  count: number,
): readonly Date[] => opened(expression, zone).previousRuns(count, before);

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets are no zones: they know no summer.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
};

/** Of a name that is no zone: the nearest one, where there is one. Undefined for a zone. */
export const unknownZone = (name: string): { readonly nearest?: string } | undefined => {
  if (isZone(name)) return undefined;
  const zones = Intl.supportedValuesOf('timeZone');
  const city = zones.find((zone) => zone.toLowerCase().endsWith(`/${name.toLowerCase()}`));
  const near = city ?? nearest(name, zones);
  return near === undefined ? {} : { nearest: near };
};
