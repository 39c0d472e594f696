import { defineSemanticType, sql } from '../kit/index.js';
import { oneOf } from './shared/one-of.js';
import { matches } from './shared/pattern.js';

const TYPES = 'application audio example font haptics image message model multipart text video'.split(' ');
const NAME = '[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}';
const FORM = `(?i:${oneOf(TYPES)})/${NAME}(?:; ?${NAME}=(?:[^\\s;"]+|"[^"]*"))*`;

export const mimeType = defineSemanticType({
  name: 'mime_type',
  summary: 'Media type of a file.',
  description:
    '`type/subtype` with one of the registered top-level types, and parameters after `;`. Subtypes are open (vendors and `x-`), so they are checked by form. Type and subtype are written in small letters; parameters stay.',
  standard: { title: 'RFC 6838, section 4.2', url: 'https://www.rfc-editor.org/rfc/rfc6838#section-4.2' },
  valueType: 'VARCHAR',
  names: /mime|media_?type|content_?type/i,
  specificity: 90,
  check: (value) => matches(value, FORM),
  canonical: (value) => sql`lower(regexp_extract(${value}, '^[^;]*')) || regexp_extract(${value}, ';.*$')`,
  cases: {
    valid: [
      { text: 'text/html', normalised: 'text/html' },
      { text: 'application/json', normalised: 'application/json' },
      { text: 'Image/PNG', normalised: 'image/png' },
      { text: 'application/vnd.ms-excel', normalised: 'application/vnd.ms-excel' },
      { text: 'image/svg+xml', normalised: 'image/svg+xml' },
      { text: 'Text/HTML; charset=UTF-8', normalised: 'text/html; charset=UTF-8' },
    ],
    invalid: [
      { text: 'text', why: 'no subtype' },
      { text: 'text/', why: 'no subtype' },
      { text: 'foo/bar', why: 'no top-level type' },
      { text: 'text/ht ml', why: 'a space' },
      { text: '/html', why: 'no type' },
      { text: 'text/html;', why: 'no parameter' },
    ],
  },
});
