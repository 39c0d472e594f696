import { defineSemanticType, type Sql, sql } from '../kit/index.js';
import { PLAIN_NUMBER, plainDigits, signed, USUAL_NUMBER } from './shared/number.js';
import { matches } from './shared/pattern.js';

const FORM = `[-−+]?${PLAIN_NUMBER}[ \\x{00A0}\\x{202F}]?%`;

const share = (percents: Sql): Sql => sql`(${percents} / 100)::decimal(18,8)`;

export const percentage = defineSemanticType({
  name: 'percentage',
  summary: 'Share in per cent.',
  description:
    'A number with `%` after it, normalised to the share: `12.5%` is 0.125. A number without the sign could be either and is refused.',
  standard: {
    title: 'Unicode CLDR, number patterns; ISO 80000-1:2022, section 7',
    url: 'https://www.iso.org/standard/76921.html',
  },
  valueType: 'DECIMAL(18,8)',
  names: /percent|pct|share|rate|ratio/i,
  specificity: 80,
  plain: {
    holds: (value) => matches(value, `-?${USUAL_NUMBER}%`),
    read: (value) => share(sql`try_cast(rtrim(${value}, '%') as decimal(18,6))`),
  },
  check: (value) => matches(value, FORM),
  canonical: (value) => share(signed(value, sql`try_cast(${plainDigits(value)} as decimal(18,6))`)),
  cases: {
    valid: [
      { text: '12.5%', normalised: '0.12500000' },
      { text: '12,5 %', normalised: '0.12500000' },
      { text: '-3%', normalised: '-0.03000000' },
      { text: '100%', normalised: '1.00000000' },
      { text: '0%', normalised: '0.00000000' },
      { text: '250 %', normalised: '2.50000000' },
    ],
    invalid: [
      { text: '12.5', why: 'no sign' },
      { text: '%', why: 'no number' },
      { text: '1,234%', why: 'a thousand, or one and a bit' },
      { text: '12.5%%', why: 'two signs' },
      { text: '12.5‰', why: 'per thousand' },
      { text: 'five%', why: 'a word' },
    ],
  },
});
