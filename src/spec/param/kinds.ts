import type { ParamType } from '../params.js';
import { type Decimal, decimalOf } from './decimal.js';
import { dateOf, timestampOf } from './time.js';

/** A text read as a value of a type: something to compare by, or what the type wants instead. */
export type Reading =
  | { readonly ok: true; readonly order: Decimal | string }
  | { readonly ok: false; readonly wants: string };

type Reader = (text: string) => Reading;

const good = (order: Decimal | string): Reading => ({ ok: true, order });
const bad = (wants: string): Reading => ({ ok: false, wants });

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
const DECIMAL_DIGITS = 38;

const integer: Reader = (text) => {
  const number = /^[-+]?\d{1,40}$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (number === undefined) return bad('a whole number');
  return number < LEAST || number > GREATEST ? bad('a whole number of 64 bits') : good(decimalOf(text));
};

const number: Reader = (text) => {
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,6})?$/.test(text)) return bad('a number');
  return Number.isFinite(Number(text)) ? good(decimalOf(text)) : bad('a number that fits a double');
};

const decimal: Reader = (text) => {
  if (!/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return bad('a decimal number without exponent');
  const digits = text.replace(/^[-+]?0*/, '').replace('.', '').length;
  return digits > DECIMAL_DIGITS
    ? bad(`a decimal number of at most ${DECIMAL_DIGITS} digits`)
    : good(decimalOf(text));
};

const boolean: Reader = (text) =>
  /^(?:true|false)$/i.test(text) ? good(text.toLowerCase()) : bad('true or false');

const date: Reader = (text) => {
  const order = dateOf(text);
  return order === undefined ? bad('a date of the calendar, as YYYY-MM-DD') : good(order);
};

const timestamp: Reader = (text) => {
  const order = timestampOf(text);
  return order === undefined ? bad('a timestamp, as YYYY-MM-DDTHH:MM:SS') : good(order);
};

const readers: Readonly<Record<ParamType, Reader>> = {
  string: good,
  integer,
  number,
  decimal,
  boolean,
  date,
  timestamp,
};

/** Reads a text as a value of a parameter's type. */
export const readAs = (type: ParamType, text: string): Reading => readers[type](text);

/** Whether values of a type have an order that `min` and `max` can speak of. */
export const isOrdered = (type: ParamType): boolean => type !== 'string' && type !== 'boolean';
