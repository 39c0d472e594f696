import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const DEGREES = '(?:(?:[0-9]{1,2}|1[0-7][0-9])(?:[.][0-9]+)?|180(?:[.]0+)?)';
const FORM = `[-+]?${DEGREES}°?|${DEGREES}°? ?[EWew]`;

export const longitude = defineSemanticType({
  name: 'longitude',
  summary: 'Longitude in decimal degrees.',
  description:
    'Degrees from -180 to 180 with a decimal point, or without a sign and followed by `E` or `W`. Minutes and seconds are refused.',
  standard: { title: 'ISO 6709:2022', url: 'https://www.iso.org/standard/75147.html' },
  valueType: 'DOUBLE',
  names: /(^|_)(lon|lng|long|longitude)(_|$)/i,
  needsName: true,
  isNumeric: true,
  specificity: 60,
  plain: {
    holds: (value) => matches(value, `[-+]?${DEGREES}`),
    read: (value) => sql`try_cast(${value} as double)`,
  },
  check: (value) => matches(value, FORM),
  canonical: (value) =>
    sql`try_cast(regexp_extract(${value}, '[-+0-9.]+') as double) * case when regexp_matches(${value}, '[Ww]') then -1 else 1 end`,
  cases: {
    valid: [
      { text: '2.2945', normalised: '2.2945' },
      { text: '-122.4194', normalised: '-122.4194' },
      { text: '180', normalised: '180.0' },
      { text: '0', normalised: '0.0' },
      { text: '122.4194 W', normalised: '-122.4194' },
      { text: '151.2153° E', normalised: '151.2153' },
    ],
    invalid: [
      { text: '180.1', why: 'beyond the date line' },
      { text: '-181', why: 'beyond the date line' },
      { text: '2,2945', why: 'a decimal comma' },
      { text: '-122.4 W', why: 'two signs' },
      { text: '2°17', why: 'minutes' },
      { text: 'west', why: 'a word' },
    ],
  },
});
