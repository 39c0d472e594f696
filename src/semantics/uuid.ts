import { defineSemanticType, sql } from '../kit/index.js';
import { group, matches } from './shared/pattern.js';

const DIGITS = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';
const PLAIN = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const FORM = `(?:urn:uuid:)?${DIGITS}|[{]${DIGITS}[}]`;

export const uuid = defineSemanticType({
  name: 'uuid',
  summary: 'Universally unique identifier.',
  description:
    'Thirty-two hexadecimal digits in groups of 8, 4, 4, 4 and 12, of any version; with `urn:uuid:` before it or in braces too. Normalised to small letters and the digits alone. Without hyphens it could be any checksum, and is refused.',
  standard: { title: 'RFC 9562, section 4', url: 'https://www.rfc-editor.org/rfc/rfc9562#section-4' },
  valueType: 'VARCHAR',
  names: /uuid|guid/i,
  specificity: 100,
  plain: { holds: (value) => matches(value, PLAIN) },
  check: (value) => matches(value, FORM),
  canonical: (value) => sql`lower(${group(value, `(${DIGITS})[}]?$`)})`,
  cases: {
    valid: [
      { text: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', normalised: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
      { text: 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', normalised: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
      {
        text: 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
        normalised: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
      },
      { text: '{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}', normalised: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
      { text: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', normalised: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f' },
      { text: '00000000-0000-0000-0000-000000000000', normalised: '00000000-0000-0000-0000-000000000000' },
    ],
    invalid: [
      { text: 'f81d4fae7dec11d0a76500a0c91e6bf6', why: 'no hyphens' },
      { text: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf', why: 'a digit too few' },
      { text: 'g81d4fae-7dec-11d0-a765-00a0c91e6bf6', why: 'no hexadecimal digit' },
      { text: 'f81d4fae-7dec-11d0-a765', why: 'a group too few' },
      { text: '{f81d4fae-7dec-11d0-a765-00a0c91e6bf6', why: 'one brace' },
      { text: 'f81d4fae_7dec_11d0_a765_00a0c91e6bf6', why: 'underscores' },
    ],
  },
});
