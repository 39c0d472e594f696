import { defineSemanticType, type Sql, sql } from '../kit/index.js';
import { luhn } from './shared/check-digits.js';
import { matches } from './shared/pattern.js';

const FORM = '[2-6][0-9]{11,18}|[2-6][0-9]{3}(?:[ -][0-9]{2,6}){2,4}';

const compact = (value: Sql): Sql =>
  sql`case when ${matches(value, '[0-9]+')} then ${value} else regexp_replace(${value}, '[ -]', '', 'g') end`;

export const cardNumber = defineSemanticType({
  name: 'card_number',
  summary: 'Number of a payment card.',
  description:
    "12 to 19 digits that keep Luhn's rule and start with 2 to 6, in groups with spaces or hyphens or without. Normalised to digits alone.",
  standard: { title: 'ISO/IEC 7812-1:2017', url: 'https://www.iso.org/standard/70484.html' },
  valueType: 'VARCHAR',
  class: 'sensitive',
  names: /card|(^|_)pan(_|$)/i,
  isNumeric: true,
  shape: /(\d\D*){12}/,
  specificity: 85,
  check: (value) => {
    const form = matches(value, FORM);
    return sql`case when ${form} then ${luhn(compact(value))} when ${value} is not null then false end`;
  },
  canonical: compact,
  mask: (value) =>
    sql`case when length(${value}) > 8 then '•••' || right(${value}, 4) when ${value} is not null then '•••' end`,
  cases: {
    valid: [
      { text: '4111111111111111', normalised: '4111111111111111' },
      { text: '4111 1111 1111 1111', normalised: '4111111111111111' },
      { text: '5500-0000-0000-0004', normalised: '5500000000000004' },
      { text: '340000000000009', normalised: '340000000000009' },
      { text: '6011000000000004', normalised: '6011000000000004' },
      { text: '2223003122003222', normalised: '2223003122003222' },
      { text: '30000000000004', normalised: '30000000000004' },
    ],
    invalid: [
      { text: '4111111111111112', why: "Luhn's rule is broken" },
      { text: '41111111111', why: 'too few digits' },
      { text: '0000000000000000', why: 'starts with 0' },
      { text: '4111-1111 1111--1111', why: 'two hyphens together' },
      { text: '41111111111111111111111', why: 'too many digits' },
      { text: '4111a11111111111', why: 'a letter' },
    ],
  },
});
