import { defineSemanticType, sql } from '../kit/index.js';
import { PLAIN_NUMBER, plainDigits, signed, USUAL_NUMBER, wideDecimal } from './shared/number.js';
import { matches } from './shared/pattern.js';

const FORM = `[-−+]?${PLAIN_NUMBER}`;

export const decimalLocale = defineSemanticType({
  name: 'decimal_locale',
  summary: 'Number as people of some country write it.',
  description:
    'Digits with a decimal point or comma and groups of three by the other mark, by spaces or by apostrophes. What could be read in two ways is not normalised: `1,234` and `1.234` are a thousand, or one and a bit.',
  standard: {
    title: 'Unicode CLDR, number symbols',
    url: 'https://cldr.unicode.org/translation/number-currency-formats/number-symbols',
  },
  valueType: 'DECIMAL(38,9)',
  names: /number|amount|quantity|value|price/i,
  specificity: 30,
  plain: {
    holds: (value) => matches(value, `-?${USUAL_NUMBER}`),
    read: wideDecimal,
  },
  check: (value) => matches(value, FORM),
  canonical: (value) => sql`try_cast(${signed(value, wideDecimal(plainDigits(value)))} as decimal(38,9))`,
  cases: {
    valid: [
      { text: '1,234.5', normalised: '1234.500000000' },
      { text: '1.234,5', normalised: '1234.500000000' },
      { text: '1 234,56', normalised: '1234.560000000' },
      { text: "1'234.50", normalised: '1234.500000000' },
      { text: '-12,5', normalised: '-12.500000000' },
      { text: '1,234,567', normalised: '1234567.000000000' },
      { text: '0,125', normalised: '0.125000000' },
    ],
    invalid: [
      { text: '1,234', why: 'a thousand, or one and a bit' },
      { text: '1.234', why: 'a thousand, or one and a bit' },
      { text: '12,34,567', why: 'groups of two' },
      { text: '1.2.3', why: 'no groups' },
      { text: 'abc', why: 'a word' },
      { text: '1,234.567.8', why: 'both marks twice' },
      { text: '', why: 'nothing' },
    ],
  },
});
