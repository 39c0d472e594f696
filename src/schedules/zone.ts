import { timestampOf } from '../spec/param/time.js';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
};

/** What the clocks of a zone show, as if it were UTC. */
const wall = (at: Date, zone: string): number => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.parse(`${year?.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const offset = (at: Date, zone: string): number => wall(at, zone) - Math.floor(at.getTime() / 1000) * 1000;

const two = (value: number): string => String(value).padStart(2, '0');

const offsetText = (milliseconds: number): string => {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  return `${milliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

/** A moment as the clocks of a zone show it, with the distance to UTC: `2026-03-29T03:00:00+02:00`. */
export const zoned = (at: Date, zone: string): string =>
  `${new Date(wall(at, zone)).toISOString().slice(0, 19)}${offsetText(offset(at, zone))}`;

const DAY = 86_400_000;

/** The moment at which the clocks of a zone show this; the first one of two, and the end of a gap that leaves it out. */
const momentOf = (shown: number, zone: string): Date => {
  const [before, after] = [shown - DAY, shown + DAY].map((at) => offset(new Date(at), zone));
  const candidates = [shown - (before ?? 0), shown - (after ?? 0)].sort((left, right) => left - right);
  const exact = candidates.find((at) => wall(new Date(at), zone) === shown);
  return new Date(exact ?? shown - (before ?? 0));
};

/**
 * A month, a date or a time as a person writes it, in a zone unless it names its distance to UTC; undefined where it is none.
 *
 * `2026-03`, `2026-03-29`, `2026-03-29T03:00`, `2026-03-29T01:00:00Z`.
 */
export const momentIn = (text: string, zone: string): Date | undefined => {
  const whole = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
  const shown = timestampOf(whole);
  if (shown === undefined) return undefined;
  const at = Date.parse(`${shown.slice(0, 23)}Z`);
  return /(?:Z|[-+]\d{2}:\d{2})$/.test(whole) && whole.length > 10 ? new Date(at) : momentOf(at, zone);
};
