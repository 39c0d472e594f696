import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const FORM = '[A-Za-z][A-Za-z0-9]|[0-9][A-Za-z]';

export const airlineIata = defineSemanticType({
  name: 'airline_iata',
  summary: 'Airline, by its IATA code.',
  description:
    'Two letters or digits with at least one letter, in capitals. No list of the codes in use is both kept and free to pass on, so it is the form alone that is checked.',
  standard: {
    title: 'IATA Resolution 762, airline designators',
    url: 'https://www.iata.org/en/publications/directories/code-search/',
  },
  valueType: 'VARCHAR',
  names: /airline|carrier/i,
  needsName: true,
  specificity: 40,
  check: (value) => matches(value, FORM),
  canonical: (value) => sql`upper(${value})`,
  cases: {
    valid: [
      { text: 'LH', normalised: 'LH' },
      { text: 'U2', normalised: 'U2' },
      { text: '9W', normalised: '9W' },
      { text: 'ba', normalised: 'BA' },
      { text: 'AA', normalised: 'AA' },
      { text: '3K', normalised: '3K' },
    ],
    invalid: [
      { text: 'DLH', why: 'the ICAO code' },
      { text: 'L', why: 'one letter' },
      { text: '99', why: 'digits alone' },
      { text: 'L-', why: 'a hyphen' },
      { text: 'Lufthansa', why: 'a name' },
      { text: 'L H', why: 'a space inside' },
    ],
  },
});
