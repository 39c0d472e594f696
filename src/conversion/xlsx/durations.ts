import type { CellObject } from '@e965/xlsx';

/** Hours, minutes or seconds in brackets go on past a day: `[h]:mm:ss`, `[mm]:ss`. */
const ELAPSED = /\[(h+|m+|s+)\]/i;

/** The unit in brackets, where there is one. */
const unitOf = ({ z }: CellObject): string | undefined =>
  ELAPSED.exec(String(z ?? '').replaceAll(/"[^"]*"/g, ''))?.[1]?.[0]?.toLowerCase();

/** Whether a cell is a span of time, by how its number is shown. */
export const isDuration = (cell: CellObject): boolean =>
  (typeof cell.v === 'number' || cell.v instanceof Date) && unitOf(cell) !== undefined;

const DAY = 86_400_000;

const epoch = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const OF_1904 = epoch('1904-01-01');
/** Days are counted from here, and one more from March 1900 on: spreadsheets have a 29th of February in that year. */
const OF_1900 = epoch('1899-12-31');
const MARCH = epoch('1900-03-01');

const IN_A_DAY: Readonly<Record<string, number>> = { h: 24, m: 1440, s: 86_400 };

/** That day of February and the first of March may be one date; then what is shown tells which. */
const isFebruary = (time: number, cell: CellObject): boolean => {
  if (time < MARCH || time >= MARCH + DAY) return false;
  const shown = /^(\d+)(?::|$)/.exec(cell.w ?? '')?.[1];
  return shown !== undefined && Number(shown) < 61 * (IN_A_DAY[unitOf(cell) ?? 'h'] ?? 24);
};

const milliseconds = (cell: CellObject, is1904: boolean): number => {
  const { v } = cell;
  if (!(v instanceof Date)) return Number(v) * DAY;
  const time = v.getTime();
  if (is1904) return time - OF_1904;
  return time - OF_1900 + (time >= MARCH && !isFebruary(time, cell) ? DAY : 0);
};

/** Numbers are fractions of days: what is a millisecond beside a second was meant to be that second. */
const rounded = (time: number): number => {
  const whole = Math.round(time / 1000) * 1000;
  return Math.abs(time - whole) <= 1 ? whole : Math.round(time);
};

/**
 * A span of time as text that every engine reads as an interval, and none as a time of the day: `1d 12h 30m 0s`. Days are told
 * apart, since engines lose the hours that do not fit into 32 bits of milliseconds.
 *
 * @param is1904 whether the workbook counts days from 1904
 */
export const durationText = (cell: CellObject, is1904: boolean): string => {
  const time = rounded(milliseconds(cell, is1904));
  const sign = time < 0 ? '-' : '';
  const seconds = Math.abs(time) / 1000;
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round((seconds % 60) * 1000) / 1000;
  return `${sign}${days}d ${sign}${hours}h ${sign}${minutes}m ${sign}${rest}s`;
};
