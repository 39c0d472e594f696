import { once } from '../base/once.js';
import { defineSemanticType, sql } from '../kit/index.js';
import { CURRENCIES } from './lists/currencies.js';
import { oneOf } from './shared/one-of.js';
import { matches } from './shared/pattern.js';

const form = once(() => oneOf(CURRENCIES.split(' ')));

export const currency = defineSemanticType({
  name: 'currency',
  summary: 'Code of a currency.',
  description:
    'The three letters of ISO 4217, in capitals. Symbols are refused: `$` is the mark of twenty currencies.',
  standard: {
    title: 'ISO 4217:2015',
    url: 'https://www.six-group.com/en/products-services/financial-information/data-standards.html',
  },
  valueType: 'VARCHAR',
  names: /curr(ency)?|(^|_)ccy(_|$)/i,
  specificity: 70,
  plain: { holds: (value) => matches(value, form()) },
  check: (value) => matches(sql`upper(${value})`, form()),
  canonical: (value) => sql`upper(${value})`,
  cases: {
    valid: [
      { text: 'EUR', normalised: 'EUR' },
      { text: 'USD', normalised: 'USD' },
      { text: 'eur', normalised: 'EUR' },
      { text: 'JPY', normalised: 'JPY' },
      { text: 'CHF', normalised: 'CHF' },
      { text: 'XAU', normalised: 'XAU' },
    ],
    invalid: [
      { text: 'EURO', why: 'four letters' },
      { text: 'ZZZ', why: 'no code' },
      { text: '€', why: 'a symbol' },
      { text: 'US', why: 'two letters' },
      { text: '978', why: 'the numeric code' },
      { text: 'U$D', why: 'no letter' },
    ],
  },
});
