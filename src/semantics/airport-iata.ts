import { once } from '../base/once.js';
import { defineSemanticType, sql } from '../kit/index.js';
import { AIRPORTS } from './lists/airports.js';
import { oneOf } from './shared/one-of.js';
import { matches } from './shared/pattern.js';

const form = once(() => oneOf(AIRPORTS.match(/.{3}/g) ?? []));

export const airportIata = defineSemanticType({
  name: 'airport_iata',
  summary: 'Airport, by its IATA code.',
  description:
    'Three letters that are in use, normalised to capitals. Many words of three letters are codes of airports: it is found only where the name of the column speaks for it.',
  standard: {
    title: 'IATA Resolution 763, location identifiers',
    url: 'https://www.iata.org/en/publications/directories/code-search/',
  },
  valueType: 'VARCHAR',
  names: /airport|iata|origin|dest(ination)?|(^|_)(dep|arr|from|to)(_|$)/i,
  needsName: true,
  specificity: 65,
  plain: { holds: (value) => matches(value, form()) },
  check: (value) => matches(sql`upper(${value})`, form()),
  canonical: (value) => sql`upper(${value})`,
  cases: {
    valid: [
      { text: 'SFO', normalised: 'SFO' },
      { text: 'LHR', normalised: 'LHR' },
      { text: 'FRA', normalised: 'FRA' },
      { text: 'jfk', normalised: 'JFK' },
      { text: 'NRT', normalised: 'NRT' },
      { text: 'SAN', normalised: 'SAN' },
    ],
    invalid: [
      { text: 'QQX', why: 'not in use' },
      { text: 'SF', why: 'two letters' },
      { text: 'KSFO', why: 'the ICAO code' },
      { text: 'S1O', why: 'a digit' },
      { text: 'San Francisco', why: 'the name of a city' },
      { text: '', why: 'nothing' },
    ],
  },
});
