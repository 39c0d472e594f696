import { defineSemanticType, type Sql, sql } from '../kit/index.js';
import { CALLING_CODES } from './lists/calling-codes.js';
import { matches } from './shared/pattern.js';

const codes = CALLING_CODES.split(' ').map((entry) => {
  const [code = '', lengths = ''] = entry.split(':');
  return `${code}(?:${lengths
    .split(',')
    .map((length) => `[0-9]{${length}}`)
    .join('|')})`;
});
const E164 = `[+](?:${codes.join('|')})`;
const WRITTEN = '(?:[+]|00)[0-9 ()./-]+';

const compact = (value: Sql): Sql =>
  sql`regexp_replace(regexp_replace(${value}, '[^0-9+]', '', 'g'), '^00', '+')`;

export const phone = defineSemanticType({
  name: 'phone',
  summary: 'Telephone number with its country.',
  description:
    'International numbers, normalised to E.164: `+`, calling code, subscriber number. Spaces, dots, hyphens, slashes and brackets between digits are forgiven and `00` is read as `+`. The calling code must exist and the number of digits must be possible for it. A number without its country could belong to any, and one with `(0)` says two things at once: neither is normalised.',
  standard: { title: 'ITU-T E.164', url: 'https://www.itu.int/rec/T-REC-E.164' },
  valueType: 'VARCHAR',
  class: 'personal',
  names: /phone|mobile|(^|_)(tel|fax|msisdn|cell)(_|$)/i,
  shape: /(\d\D*){7}/,
  specificity: 80,
  check: (value) =>
    sql`case when ${matches(value, E164)} then true when ${matches(value, WRITTEN)} then ${matches(compact(value), E164)} and not contains(${value}, '(0)') when ${value} is not null then false end`,
  canonical: (value) => sql`case when ${matches(value, E164)} then ${value} else ${compact(value)} end`,
  mask: (value) =>
    sql`case when length(${value}) > 6 then '•••' || right(${value}, 2) when ${value} is not null then '•••' end`,
  cases: {
    valid: [
      { text: '+14155550132', normalised: '+14155550132' },
      { text: '+1 (415) 555-0132', normalised: '+14155550132' },
      { text: '0044 20 7946 0958', normalised: '+442079460958' },
      { text: '+49 30 901820', normalised: '+4930901820' },
      { text: '+33.1.70.18.99.00', normalised: '+33170189900' },
      { text: '+81-3-1234-5678', normalised: '+81312345678' },
      { text: '+5511961234567', normalised: '+5511961234567' },
    ],
    invalid: [
      { text: '4155550132', why: 'no country' },
      { text: '+1415555013', why: 'a digit too few' },
      { text: '+141555501321', why: 'a digit too many' },
      { text: '+999123456789', why: 'a calling code that there is not' },
      { text: '+44 (0)20 7946 0958', why: 'a trunk prefix beside the country' },
      { text: '+1 415 CALLNOW', why: 'letters' },
      { text: '+', why: 'no digits' },
    ],
  },
});
