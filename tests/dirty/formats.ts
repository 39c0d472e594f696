import type { ColumnType } from './dirty-file.js';

export type Format = (value: string, type: ColumnType) => string;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const partsOf = (date: string): readonly [string, string, string] => {
  const [year = '', month = '', day = ''] = date.split('-');
  return [year, month, day];
};

const monthName = (month: string): string => MONTHS[Number(month) - 1] ?? '';

const datesBy =
  (write: (year: string, month: string, day: string) => string): Format =>
  (value, type) =>
    type === 'date' ? write(...partsOf(value)) : value;

/** Nine ways to write the last day of March 2024. */
export const DATES = {
  '2024-03-31': datesBy((y, m, d) => `${y}-${m}-${d}`),
  '20240331': datesBy((y, m, d) => y + m + d),
  '2024/03/31': datesBy((y, m, d) => `${y}/${m}/${d}`),
  '31.03.2024': datesBy((y, m, d) => `${d}.${m}.${y}`),
  '31/03/2024': datesBy((y, m, d) => `${d}/${m}/${y}`),
  '03/31/2024': datesBy((y, m, d) => `${m}/${d}/${y}`),
  '31-03-2024': datesBy((y, m, d) => `${d}-${m}-${y}`),
  '31-Mar-2024': datesBy((y, m, d) => `${d}-${monthName(m)}-${y}`),
  'Mar 31, 2024': datesBy((y, m, d) => `${monthName(m)} ${Number(d)}, ${y}`),
} as const satisfies Readonly<Record<string, Format>>;

/** Further ways that are met, each a variant of one of the nine. */
export const MORE_DATES = {
  '31.03.24': datesBy((y, m, d) => `${d}.${m}.${y.slice(2)}`),
  '3/31/2024': datesBy((y, m, d) => `${Number(m)}/${Number(d)}/${y}`),
  '31.3.2024': datesBy((y, m, d) => `${Number(d)}.${Number(m)}.${y}`),
  '31 Mar 2024': datesBy((y, m, d) => `${d} ${monthName(m)} ${y}`),
} as const satisfies Readonly<Record<string, Format>>;

/** Digits in groups of three from the right. */
const grouped = (digits: string, mark: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, mark);

/** Decimals, and whole numbers where `whole` says so, with these marks. */
export const marks =
  (thousands: string, point: string, whole = false): Format =>
  (value, type) => {
    if (type !== 'decimal' && !(whole && type === 'integer')) return value;
    const [left = '', right] = value.split('.');
    return grouped(left, thousands) + (right === undefined ? '' : point + right);
  };

/** Groups of two above the last three, as in India. */
export const indian: Format = (value, type) => {
  if (type !== 'decimal') return value;
  const [left = '', right = ''] = value.split('.');
  return `${left.replace(/(?<=\d)(?=(\d{2})*\d{3}$)/g, ',')}.${right}`;
};

/** Both, one after the other: each only touches the types that it knows. */
export const both =
  (first: Format, second: Format): Format =>
  (value, type) =>
    second(first(value, type), type);
