import { defineSemanticType, literal, type Sql, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const ISO =
  '(?i)P(?:[0-9]+W|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]{1,6})?S)?)?)';
/** All parts may be left out, but not all at once, and a `T` has one after it. */
const FILLED = '(?s).*[0-9].*[^Tt]';
const CLOCK = '[0-9]{1,4}:[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?';
const UNITS =
  '(?:[0-9]+ ?d(?:ays?)? ?)?(?:[0-9]+ ?h(?:ours?|rs?)? ?)?(?:[0-9]+ ?m(?:in(?:utes?)?)? ?)?(?:[0-9]+(?:[.][0-9]{1,6})? ?s(?:ec(?:onds?)?)?)?';

const count = (value: Sql, pattern: string): Sql =>
  sql`coalesce(try_cast(regexp_extract(${value}, ${literal(pattern)}, 1) as integer), 0)`;

const seconds = (value: Sql, pattern: string): Sql =>
  sql`coalesce(try_cast(regexp_extract(${value}, ${literal(pattern)}, 1) as double), 0)`;

export const duration = defineSemanticType({
  name: 'duration',
  summary: 'Span of time.',
  description:
    'ISO 8601 (`P1DT2H30M`), a clock with hours, minutes and seconds (`26:30:00`), or units (`1h 30m`, `90s`, `2 days`). `01:30` could be minutes or hours, and a lone `5m` minutes or months: neither is normalised.',
  standard: { title: 'ISO 8601-1:2019, section 5.5.2', url: 'https://www.iso.org/standard/70907.html' },
  valueType: 'INTERVAL',
  names: /duration|elapsed|interval|runtime/i,
  specificity: 75,
  canonical: (value) => {
    const iso = (unit: string, part = '[^T]*') => count(sql`upper(${value})`, `^P${part}?([0-9]+)${unit}`);
    const days = sql`${iso('D')} + 7 * ${iso('W')}`;
    const isoSpan = sql`to_months(${iso('M')} + 12 * ${iso('Y')}) + to_days(${days}) + to_seconds(${iso('H', '.*T')} * 3600 + ${iso('M', '.*T.*')} * 60) + to_seconds(${seconds(sql`upper(${value})`, 'T.*?([0-9.]+)S')})`;
    const clock = sql`to_seconds(${count(value, '^([0-9]+):')} * 3600 + ${count(value, ':([0-9]{2}):')} * 60) + to_seconds(${seconds(value, ':([0-9.]+)$')})`;
    const units = sql`to_days(${count(value, '([0-9]+) ?d')}) + to_seconds(${count(value, '([0-9]+) ?h')} * 3600 + ${count(value, '([0-9]+) ?m')} * 60) + to_seconds(${seconds(value, '([0-9.]+) ?s')})`;
    return sql`case when not ${matches(value, FILLED)} then null when ${matches(value, ISO)} then ${isoSpan} when ${matches(value, CLOCK)} then ${clock} when ${matches(value, UNITS)} and not ${matches(value, '[0-9]+ ?m')} then ${units} end`;
  },
  cases: {
    valid: [
      { text: 'P1DT2H30M', normalised: '1 day 02:30:00' },
      { text: 'PT90S', normalised: '00:01:30' },
      { text: 'P1Y2M', normalised: '1 year 2 months' },
      { text: '26:30:00', normalised: '26:30:00' },
      { text: '1h 30m', normalised: '01:30:00' },
      { text: '90s', normalised: '00:01:30' },
      { text: '2 days', normalised: '2 days' },
      { text: 'P2W', normalised: '14 days' },
    ],
    invalid: [
      { text: '01:30', why: 'minutes or hours' },
      { text: '5m', why: 'minutes or months' },
      { text: 'P', why: 'no part' },
      { text: 'PT', why: 'no part' },
      { text: '90', why: 'no unit' },
      { text: '1:75:00', why: 'seventy-five minutes' },
      { text: 'soon', why: 'a word' },
    ],
  },
});
