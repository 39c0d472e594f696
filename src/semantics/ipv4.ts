import { defineSemanticType } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const FORM = `${OCTET}(?:[.]${OCTET}){3}`;

export const ipv4 = defineSemanticType({
  name: 'ipv4',
  summary: 'Internet address of version 4.',
  description:
    'Four numbers from 0 to 255 with dots between them. Leading zeros are refused: some readers take them for octal numbers.',
  standard: {
    title: 'RFC 791, section 2.3; RFC 6943, section 3.1.1',
    url: 'https://www.rfc-editor.org/rfc/rfc791',
  },
  valueType: 'VARCHAR',
  class: 'personal',
  names: /(^|_)ip(v4)?(_|$)|ip_?addr/i,
  specificity: 90,
  check: (value) => matches(value, FORM),
  canonical: (value) => value,
  cases: {
    valid: [
      { text: '192.0.2.1', normalised: '192.0.2.1' },
      { text: '0.0.0.0', normalised: '0.0.0.0' },
      { text: '255.255.255.255', normalised: '255.255.255.255' },
      { text: '10.1.2.3', normalised: '10.1.2.3' },
      { text: '127.0.0.1', normalised: '127.0.0.1' },
      { text: '8.8.8.8', normalised: '8.8.8.8' },
    ],
    invalid: [
      { text: '256.1.1.1', why: 'a number beyond 255' },
      { text: '1.2.3', why: 'three numbers' },
      { text: '1.2.3.4.5', why: 'five numbers' },
      { text: '01.2.3.4', why: 'a leading zero' },
      { text: '1.2.3.4/24', why: 'a network' },
      { text: '1.2.3.a', why: 'a letter' },
      { text: '1,2,3,4', why: 'commas' },
    ],
  },
});
