import { defineSemanticType, sql } from '../kit/index.js';
import { letterAt, lettersAsDigits, longLuhn, luhn } from './shared/check-digits.js';
import { matches } from './shared/pattern.js';

const FORM = '[A-Z]{2}[A-Z0-9]{9}[0-9]';

export const isin = defineSemanticType({
  name: 'isin',
  summary: 'International securities identification number.',
  description:
    "Two letters, nine letters or digits and a check digit by Luhn's rule, letters counted as two digits. Written in capitals.",
  standard: { title: 'ISO 6166:2021', url: 'https://www.iso.org/standard/78502.html' },
  valueType: 'VARCHAR',
  names: /isin/i,
  shape: /^\s*[A-Z]{2}.{9,}\d\s*$/i,
  specificity: 95,
  check: (value) => {
    const text = sql`upper(${value})`;
    const digits = sql`${letterAt(text, 1)}::varchar || ${letterAt(text, 2)}::varchar || substr(${text}, 3)`;
    return sql`case when ${matches(text, `[A-Z]{2}[0-9]{10}`)} then ${luhn(digits)} when ${matches(text, FORM)} then ${longLuhn(lettersAsDigits(text))} when ${value} is not null then false end`;
  },
  canonical: (value) => sql`upper(${value})`,
  cases: {
    valid: [
      { text: 'US0378331005', normalised: 'US0378331005' },
      { text: 'AU0000XVGZA3', normalised: 'AU0000XVGZA3' },
      { text: 'GB0002634946', normalised: 'GB0002634946' },
      { text: 'DE000BAY0017', normalised: 'DE000BAY0017' },
      { text: 'US88160R1014', normalised: 'US88160R1014' },
      { text: 'us0378331005', normalised: 'US0378331005' },
      { text: 'XS0971721377', normalised: 'XS0971721377' },
    ],
    invalid: [
      { text: 'US0378331006', why: 'the check digit does not fit' },
      { text: 'US037833100', why: 'a character too few' },
      { text: '0378331005US', why: 'no letters at the start' },
      { text: 'US03783310055', why: 'a character too many' },
      { text: 'US037833100X', why: 'no digit at the end' },
      { text: 'U10378331005', why: 'one letter' },
      { text: 'US-037833100-5', why: 'hyphens' },
    ],
  },
});
