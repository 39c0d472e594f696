import type { PublishedOutput } from '../kit/storage.js';

const THIN = '\u202f';

/** `12 345 678` with thin spaces that do not break. */
export const count = (value: number): string => {
  const [whole = '', ...fraction] = String(value).split('.');
  if (!/^-?\d+$/.test(whole)) return String(value);
  return [whole.replace(/\B(?=(\d{3})+$)/g, THIN), ...fraction].join('.');
};

/** `1 row`, `12 345 rows`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)}\u00a0${value === 1 ? one : many}`;

/** `12 files in 4 partitions`; undefined for an output of one file. */
export const filesText = ({
  files,
  partitions,
}: Pick<PublishedOutput, 'files' | 'partitions'>): string | undefined => {
  if (files === undefined) return undefined;
  const text = counted(files, 'file');
  return partitions === undefined ? text : `${text} in ${counted(partitions, 'partition')}`;
};

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as people say them, in powers of 1000 as documents write them: `1.24 MB`. */
export const bytes = (value: number): string => {
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  const text = String(Number(scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)));
  return `${text}${THIN}${units[power]}`;
};

const two = (value: number): string => String(value).padStart(2, '0');

const longer = (seconds: number): string => {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${count(hours)}${THIN}h ${two(minutes)}${THIN}min`
    : `${minutes}${THIN}min ${two(whole % 60)}${THIN}s`;
};

/** Seconds as people say them: `3 ms`, `2.50 s`, `2 min 05 s`, `1 h 03 min`. */
export const duration = (seconds: number): string => {
  if (seconds >= 59.95) return longer(seconds);
  if (seconds >= 0.9995) return `${seconds.toFixed(seconds < 10 ? 2 : 1)}${THIN}s`;
  return seconds > 0 && seconds < 0.001 ? `<${THIN}1${THIN}ms` : `${Math.round(seconds * 1000)}${THIN}ms`;
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An ISO time in UTC as `31 Jan 2026, 09:30:00 UTC`; what is no such time stays as it is. */
export const moment = (iso: string): string => {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(iso) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? iso : `${Number(day)} ${name} ${year}, ${time} UTC`;
};

/** The beginning of a hash, enough to tell it from others at a glance. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
