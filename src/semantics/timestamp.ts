import { defineSemanticType, sql } from '../kit/index.js';
import { CLOCK, DAY, MONTH, OFFSET, SURE_DAY, YEAR } from './shared/moment.js';
import { matches } from './shared/pattern.js';

const LOCAL = `${YEAR}-${MONTH}-${DAY}[Tt ]${CLOCK}`;
const PLACED = `${LOCAL}${OFFSET}`;
const PLAIN = `${SURE_DAY}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?Z?`;

export const timestamp = defineSemanticType({
  name: 'timestamp',
  summary: 'Date and time of the day.',
  description:
    'ISO 8601 and RFC 3339: `2026-01-02T10:00:00Z`, with a space for the `T`, without seconds, with up to six decimals. A moment with an offset is given in UTC; one without is kept as it stands. Leap seconds, numbers since 1970 and days without a time are refused.',
  standard: { title: 'RFC 3339, section 5.6', url: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6' },
  valueType: 'TIMESTAMP',
  names: /time|(_at|_ts)$|date/i,
  specificity: 80,
  plain: {
    holds: (value) => matches(value, PLAIN),
    read: (value) => sql`try_cast(${value} as timestamp)`,
  },
  canonical: (value) => {
    const text = sql`replace(upper(${value}), 'T', ' ')`;
    return sql`case when ${matches(value, LOCAL)} then try_cast(${text} as timestamp) when ${matches(value, PLACED)} then try_cast(${text} as timestamptz) at time zone 'UTC' end`;
  },
  cases: {
    valid: [
      { text: '2026-01-02T10:00:00Z', normalised: '2026-01-02 10:00:00' },
      { text: '2026-01-02T10:00:00+02:00', normalised: '2026-01-02 08:00:00' },
      { text: '2026-01-02 10:00:00', normalised: '2026-01-02 10:00:00' },
      { text: '2026-01-02T10:00', normalised: '2026-01-02 10:00:00' },
      { text: '1985-04-12T23:20:50.52Z', normalised: '1985-04-12 23:20:50.52' },
      { text: '1996-12-19T16:39:57-08:00', normalised: '1996-12-20 00:39:57' },
    ],
    invalid: [
      { text: '2026-01-02', why: 'no time' },
      { text: '2026-02-30T10:00:00Z', why: 'a day that there is not' },
      { text: '2026-01-02T25:00:00Z', why: 'an hour that there is not' },
      { text: '1990-12-31T23:59:60Z', why: 'a leap second' },
      { text: '1767348000', why: 'a number' },
      { text: '01/02/2026 10:00', why: 'the order of day and month is open' },
      { text: '10:00', why: 'no date' },
    ],
  },
});
