import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const FORM = '[A-Za-z0-9]{2,}(?:[ -]?[A-Za-z0-9])+';

export const postalCode = defineSemanticType({
  name: 'postal_code',
  summary: 'Postal code.',
  description:
    'Three to ten letters, digits and single spaces or hyphens with at least one digit, as postal codes of the world have it; which country it belongs to is not known, so its form is checked no closer. It stays text, with its leading zeros, in capitals.',
  standard: {
    title: 'UPU S42; Universal Postal Union, addressing systems',
    url: 'https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions',
  },
  valueType: 'VARCHAR',
  names: /(^|_)(zip|post(al)?_?code|postcode|plz)/i,
  needsName: true,
  isNumeric: true,
  specificity: 50,
  check: (value) =>
    sql`(${matches(value, FORM)} and length(${value}) <= 10 and regexp_matches(${value}, '[0-9]'))`,
  canonical: (value) => sql`upper(${value})`,
  cases: {
    valid: [
      { text: '94103', normalised: '94103' },
      { text: '01067', normalised: '01067' },
      { text: '94103-1234', normalised: '94103-1234' },
      { text: 'sw1a 1aa', normalised: 'SW1A 1AA' },
      { text: '1234 AB', normalised: '1234 AB' },
      { text: 'K1A 0B1', normalised: 'K1A 0B1' },
      { text: '100-0001', normalised: '100-0001' },
    ],
    invalid: [
      { text: '12', why: 'too short' },
      { text: 'ABCDE', why: 'no digit' },
      { text: '12345678901', why: 'too long' },
      { text: '94103--1234', why: 'two hyphens' },
      { text: '941.03', why: 'a dot' },
      { text: '-94103', why: 'a hyphen at the start' },
    ],
  },
});
