import { once } from '../base/once.js';
import { defineSemanticType, type Sql, sql } from '../kit/index.js';
import { CURRENCIES } from './lists/currencies.js';
import { PLAIN_NUMBER, plainDigits, signed } from './shared/number.js';
import { oneOf } from './shared/one-of.js';
import { matches } from './shared/pattern.js';

const form = once(() => {
  const mark = `(?:[$€£¥₹₽₩₺₴₪₫₱฿]|${oneOf(CURRENCIES.split(' '))})`;
  const amount = `[-−+]?(?:${mark} ?[-−]?${PLAIN_NUMBER}|${PLAIN_NUMBER}[ \\x{00A0}\\x{202F}]?${mark})`;
  return `${amount}|[(](?:${mark} ?${PLAIN_NUMBER}|${PLAIN_NUMBER} ?${mark})[)]`;
});

const plainDigitsAs = (value: Sql): Sql => sql`try_cast(${plainDigits(value)} as decimal(18,4))`;

export const money = defineSemanticType({
  name: 'money',
  summary: 'Amount with the mark of its currency.',
  description:
    'A number with a symbol or an ISO 4217 code before or after it: `$1,234.50`, `1.234,50 €`, `USD 12`. Normalised to the amount alone; the mark is not kept, so read it from the text where a column mixes currencies. An amount in brackets is negative. `$1,234` could be a thousand or one and a bit: it is not normalised.',
  standard: {
    title: 'ISO 4217:2015; Unicode CLDR, number patterns',
    url: 'https://cldr.unicode.org/translation/number-currency-formats/number-and-currency-patterns',
  },
  valueType: 'DECIMAL(18,4)',
  names: /price|amount|cost|total|revenue|salary|fee|money/i,
  shape: /\d/,
  specificity: 75,
  check: (value) => matches(value, form()),
  canonical: (value) => sql`try_cast(${signed(value, plainDigitsAs(value))} as decimal(18,4))`,
  cases: {
    valid: [
      { text: '$1,234.50', normalised: '1234.5000' },
      { text: '1.234,50 €', normalised: '1234.5000' },
      { text: 'USD 12', normalised: '12.0000' },
      { text: '-£3.5', normalised: '-3.5000' },
      { text: '€ 1 234,56', normalised: '1234.5600' },
      { text: '($5.00)', normalised: '-5.0000' },
      { text: '1,234,567 JPY', normalised: '1234567.0000' },
    ],
    invalid: [
      { text: '$1,234', why: 'a thousand, or one and a bit' },
      { text: '1.234 €', why: 'a thousand, or one and a bit' },
      { text: '12.50', why: 'no mark of a currency' },
      { text: '$', why: 'no amount' },
      { text: '$1,23,4', why: 'broken groups' },
      { text: 'XYZ 5', why: 'no currency' },
      { text: '$5 €', why: 'two currencies' },
    ],
  },
});
