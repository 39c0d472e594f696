import type { CellObject } from '@e965/xlsx';
import { durationText, isDuration } from './durations.js';
import { type NumberStyle, numberText } from './marks.js';

const two = (value: number): string => String(value).padStart(2, '0');

/** Serial numbers are fractions of days: what is a millisecond beside a second was meant to be that second. */
const rounded = (date: Date): Date => {
  const time = Math.round(date.getTime());
  const rest = ((time % 1000) + 1000) % 1000;
  return new Date(rest <= 1 ? time - rest : rest >= 999 ? time + 1000 - rest : time);
};

const timeText = (date: Date): string => {
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const rest = date.getUTCMilliseconds();
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, '0')}`;
};

/** A time without a date is a moment of the day that spreadsheets count from: in some of them the first of 1904. */
const isTimeOnly = (date: Date): boolean =>
  date.getUTCFullYear() < 1900 || date.toISOString().startsWith('1904-01-01T');

const dateText = (value: Date): string => {
  const date = rounded(value);
  if (isTimeOnly(date)) return timeText(date);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = timeText(date);
  return time === '00:00:00' ? day : `${day} ${time}`;
};

const PLAIN: NumberStyle = { mark: '.', group: '' };

/** A cell's value as text: dates as ISO 8601 has them, numbers with a point and no other mark, however they are shown. */
export const cellText = (
  cell: CellObject | undefined,
  style: NumberStyle = PLAIN,
  is1904 = false,
): string | null => {
  if (cell?.v === undefined || cell.t === 'z') return null;
  if (cell.t === 'e') return String(cell.w ?? '#ERROR');
  if (isDuration(cell)) return durationText(cell, is1904);
  if (typeof cell.v === 'number') return numberText(cell.v, style);
  return cell.v instanceof Date ? dateText(cell.v) : String(cell.v);
};

/** Whether a cell is worked out by a formula whose value the file does not have. */
export const lacksValue = (cell: CellObject | undefined): boolean =>
  cell?.f !== undefined && (cell.v === undefined || cell.t === 'z');
