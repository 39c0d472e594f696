import { count } from '../../base/number-text.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** `3 days`, `4.5 hours`. */
export const spanText = (span: number): string => {
  if (span >= 2 * DAY) return `${rounded(span / DAY)} days`;
  if (span >= 2 * HOUR) return `${rounded(span / HOUR)} hours`;
  return span >= 2 * MINUTE ? `${rounded(span / MINUTE)} minutes` : `${rounded(span / SECOND)} seconds`;
};

/** `2026-01-31`, `2026-01-31 09:30:00`. */
export const momentText = (moment: number): string =>
  new Date(moment)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$|Z$/, '')
    .replace(' 00:00:00', '');

/** As values are written, so that one can be found, and erased, by its text. */
export const plainNumber = (value: number): string => String(Number(value.toPrecision(15)));

/** Medians may lie between two counts. */
export const countText = (value: number): string => count(Math.round(value));
