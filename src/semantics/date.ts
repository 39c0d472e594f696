import { defineSemanticType, literal, type Sql, sql } from '../kit/index.js';
import { DAY, MONTH, SURE_DAY, YEAR } from './shared/moment.js';
import { matches } from './shared/pattern.js';

const ISO = `${YEAR}-${MONTH}-${DAY}|${YEAR}/${MONTH}/${DAY}`;
const NUMBERS = ['/', '[.]', '-'].map((mark) => `[0-9]{1,2}${mark}[0-9]{1,2}${mark}${YEAR}`).join('|');
const DAY_FIRST = `[0-9]{1,2} [A-Za-z]{3,9} ${YEAR}`;
const MONTH_FIRST = `[A-Za-z]{3,9} [0-9]{1,2}, ${YEAR}`;

export const date = defineSemanticType({
  name: 'date',
  summary: 'Day of the calendar.',
  description:
    'ISO 8601 (`2026-01-31`, also with slashes), and what can be read in one way only: `31.01.2026`, `1/31/2026` and `03/03/2026`, since no month is 13 or more and the third of the third is one day. `03/04/2025` could be March or April and is not normalised. Names of months are taken in English.',
  standard: { title: 'ISO 8601-1:2019', url: 'https://www.iso.org/standard/70907.html' },
  valueType: 'DATE',
  names: /date|(^|_)(day|dob|birthday)(_|$)|_on$/i,
  specificity: 80,
  plain: {
    holds: (value) => matches(value, SURE_DAY),
    read: (value) => sql`try_cast(${value} as date)`,
  },
  canonical: (value) => {
    const text = sql`replace(replace(${value}, '.', '/'), '-', '/')`;
    const [first, second] = [
      sql`split_part(${text}, '/', 1)::integer`,
      sql`split_part(${text}, '/', 2)::integer`,
    ];
    const parsed = (source: Sql, format: string) => sql`try_strptime(${source}, ${literal(format)})`;
    const numbers = sql`case when ${first} > 12 or ${first} = ${second} then ${parsed(text, '%d/%m/%Y')} when ${second} > 12 then ${parsed(text, '%m/%d/%Y')} end`;
    return sql`(case
      when ${matches(value, ISO)} then try_cast(replace(${value}, '/', '-') as timestamp)
      when ${matches(value, NUMBERS)} then ${numbers}
      when ${matches(value, DAY_FIRST)} then coalesce(${parsed(value, '%d %b %Y')}, ${parsed(value, '%d %B %Y')})
      when ${matches(value, MONTH_FIRST)} then coalesce(${parsed(value, '%b %d, %Y')}, ${parsed(value, '%B %d, %Y')})
    end)::date`;
  },
  cases: {
    valid: [
      { text: '2026-01-31', normalised: '2026-01-31' },
      { text: '2026/01/31', normalised: '2026-01-31' },
      { text: '31.01.2026', normalised: '2026-01-31' },
      { text: '1/31/2026', normalised: '2026-01-31' },
      { text: '03/03/2026', normalised: '2026-03-03' },
      { text: '3 Apr 2025', normalised: '2025-04-03' },
      { text: 'April 3, 2025', normalised: '2025-04-03' },
    ],
    invalid: [
      { text: '03/04/2025', why: 'March or April' },
      { text: '2026-02-30', why: 'a day that there is not' },
      { text: '31/31/2026', why: 'no month' },
      { text: '03/04/25', why: 'two digits of the year' },
      { text: '20260131', why: 'could be a number' },
      { text: '2026-01-31T10:00:00', why: 'a time of the day' },
      { text: 'yesterday', why: 'a word' },
    ],
  },
});
