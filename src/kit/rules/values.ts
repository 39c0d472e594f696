import { timestampOf } from '../../spec/param/time.js';
import { isWhole } from './fit.js';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WHOLE = /^[+-]?\d+$/;

/** Text that compares as the values of a type do. */
const comparable = (text: string, type: string): string | number | bigint | undefined => {
  if (isWhole(type)) return BigInt(text);
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return Number(text);
  if (/^(DATE$|TIMESTAMP)/.test(type)) return timestampOf(text);
  return type === 'VARCHAR' ? text : undefined;
};

/** Whether one value is greater than another, both of a type; unknown counts as not. */
export const isGreater = (text: string, other: string, type: string): boolean => {
  const [a, b] = [comparable(text, type), comparable(other, type)];
  return a !== undefined && b !== undefined && a > b;
};

/** Whether text is a value of a type, as far as this can be told without the engine; others count as values. */
export const isValue = (text: string, type: string): boolean => {
  if (isWhole(type)) return WHOLE.test(text);
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return NUMBER.test(text);
  if (type === 'DATE') return /^\d{4}-\d\d-\d\d$/.test(text) && timestampOf(text) !== undefined;
  if (/^TIMESTAMP/.test(type)) return timestampOf(text) !== undefined;
  return type !== 'BOOLEAN' || /^(true|false)$/i.test(text);
};
