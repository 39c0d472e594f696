import { timestampOf } from '../../spec/param/time.js';
import { isWhole } from './fit.js';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WHOLE = /^[+-]?\d+$/;

/** Whether text is a value of a type, as far as this can be told without the engine; others count as values. */
export const isValue = (text: string, type: string): boolean => {
  if (isWhole(type)) return WHOLE.test(text);
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return NUMBER.test(text);
  if (type === 'DATE') return /^\d{4}-\d\d-\d\d$/.test(text) && timestampOf(text) !== undefined;
  if (/^TIMESTAMP/.test(type)) return timestampOf(text) !== undefined;
  return type !== 'BOOLEAN' || /^(true|false)$/i.test(text);
};
