import { defineSemanticType } from '../kit/index.js';
import { oneOf } from './shared/one-of.js';
import { matches } from './shared/pattern.js';

const YES = ['true', 't', 'yes', 'y', 'on', '1'];
const NO = ['false', 'f', 'no', 'n', 'off', '0'];

export const booleanWords = defineSemanticType({
  name: 'boolean_words',
  summary: 'Yes or no, in words.',
  description:
    '`true false yes no y n t f on off 1 0`, in any case. Found only where the name of the column speaks for it, since the same letters and digits mean much else.',
  standard: {
    title: 'YAML 1.1, boolean; PostgreSQL, boolean type',
    url: 'https://www.postgresql.org/docs/current/datatype-boolean.html',
  },
  valueType: 'BOOLEAN',
  names: /^(is|has|can)_|flag|active|enabled|deleted|bool|valid/i,
  needsName: true,
  isNumeric: true,
  specificity: 55,
  check: (value) => matches(value, `(?i)${oneOf([...YES, ...NO])}`),
  canonical: (value) => matches(value, `(?i)${oneOf(YES)}`),
  cases: {
    valid: [
      { text: 'yes', normalised: 'true' },
      { text: 'No', normalised: 'false' },
      { text: 'TRUE', normalised: 'true' },
      { text: 'f', normalised: 'false' },
      { text: '1', normalised: 'true' },
      { text: 'off', normalised: 'false' },
      { text: 'Y', normalised: 'true' },
    ],
    invalid: [
      { text: 'maybe', why: 'neither' },
      { text: '2', why: 'neither' },
      { text: 'yess', why: 'a slip' },
      { text: 'ja', why: 'another language' },
      { text: '-1', why: 'neither' },
      { text: 'null', why: 'no value' },
    ],
  },
});
