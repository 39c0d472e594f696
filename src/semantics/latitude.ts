import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const DEGREES = '(?:[0-8]?[0-9](?:[.][0-9]+)?|90(?:[.]0+)?)';
const FORM = `[-+]?${DEGREES}°?|${DEGREES}°? ?[NSns]`;

export const latitude = defineSemanticType({
  name: 'latitude',
  summary: 'Latitude in decimal degrees.',
  description:
    'Degrees from -90 to 90 with a decimal point, or without a sign and followed by `N` or `S`. Minutes and seconds are refused.',
  standard: { title: 'ISO 6709:2022', url: 'https://www.iso.org/standard/75147.html' },
  valueType: 'DOUBLE',
  names: /^lat(itude)?$|(^|_)lat(itude)?(_|$)/i,
  needsName: true,
  isNumeric: true,
  specificity: 60,
  plain: {
    holds: (value) => matches(value, `[-+]?${DEGREES}`),
    read: (value) => sql`try_cast(${value} as double)`,
  },
  check: (value) => matches(value, FORM),
  canonical: (value) =>
    sql`try_cast(regexp_extract(${value}, '[-+0-9.]+') as double) * case when regexp_matches(${value}, '[Ss]') then -1 else 1 end`,
  cases: {
    valid: [
      { text: '48.8584', normalised: '48.8584' },
      { text: '-33.8568', normalised: '-33.8568' },
      { text: '90', normalised: '90.0' },
      { text: '0', normalised: '0.0' },
      { text: '33.8568 S', normalised: '-33.8568' },
      { text: '48.8584° N', normalised: '48.8584' },
    ],
    invalid: [
      { text: '90.1', why: 'beyond the pole' },
      { text: '-91', why: 'beyond the pole' },
      { text: '48,8584', why: 'a decimal comma' },
      { text: '-33.8 S', why: 'two signs' },
      { text: '48°51', why: 'minutes' },
      { text: 'north', why: 'a word' },
    ],
  },
});
