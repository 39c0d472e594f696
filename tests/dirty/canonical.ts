import type { ColumnType } from './dirty-file.js';

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Digits and the power of ten that they stand at: `-12.50` and `-1.25e1` are both `-125e-1`. */
const exactNumber = (text: string): string | undefined => {
  const [, sign, whole = '', part = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + part === '') return undefined;
  const digits = (whole + part).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  const power = Number(exponent) - part.length + digits.length - kept.length;
  return `${sign === '-' ? '-' : ''}${kept}e${power}`;
};

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

const offsetMinutes = (zone: string): number => {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
};

/** A moment in UTC with its fraction of a second; a time without a zone counts as UTC. */
const moment = (text: string): string | undefined => {
  const [, date, time, seconds = '00', fraction = '', zone = ''] = TIMESTAMP.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const wall = Date.parse(`${date}T${time}:${seconds}Z`);
  if (Number.isNaN(wall)) return undefined;
  const utc = new Date(wall - offsetMinutes(zone) * 60_000).toISOString().slice(0, 19);
  return `${utc}.${fraction.replace(/0+$/, '')}`;
};

const lower = (text: string): string => text.toLowerCase();

const forms: Partial<Record<ColumnType, (text: string) => string | undefined>> = {
  integer: exactNumber,
  decimal: exactNumber,
  any: exactNumber,
  timestamp: moment,
  boolean: lower,
};

/** Whether two texts are the same value of a type: 1.50 and 1.5 are one decimal, but two texts. */
export const sameValue = (left: string, right: string, type: ColumnType): boolean => {
  const form = forms[type];
  return left === right || (form?.(left) !== undefined && form(left) === form(right));
};
