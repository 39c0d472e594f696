import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const LOCAL = `${ATOM}(?:[.]${ATOM})*`;
const FORM = `${LOCAL}@(?:${LABEL}[.])+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]`;
const SMALL_LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const SMALL = `${LOCAL}@(?:${SMALL_LABEL}[.])+[a-z][a-z0-9-]*[a-z0-9]`;

export const email = defineSemanticType({
  name: 'email',
  summary: 'Address of electronic mail.',
  description:
    'The practical subset of RFC 5322: `local@domain` with at most 64 characters before the `@` and 254 in all, the domain with at least one dot. Quoted local parts, comments, addresses at IP numbers and letters beyond ASCII are refused. The domain is written in small letters; the local part stays as it is, since RFC 5321 leaves its case to the receiver.',
  standard: {
    title: 'RFC 5322, section 3.4.1; RFC 5321, section 4.5.3.1',
    url: 'https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1',
  },
  valueType: 'VARCHAR',
  class: 'personal',
  names: /e[-_ ]?mail/i,
  specificity: 90,
  // So short that no part can be too long.
  plain: { holds: (value) => sql`(strlen(${value}) <= 64 and ${matches(value, SMALL)})` },
  check: (value) =>
    sql`(${matches(value, FORM)} and length(${value}) <= 254 and strpos(${value}, '@') <= 65)`,
  canonical: (value) => sql`split_part(${value}, '@', 1) || '@' || lower(split_part(${value}, '@', 2))`,
  mask: (value) =>
    sql`case when strpos(${value}, '@') > 2 then substr(${value}, 1, 1) || '•••@•••' when ${value} is not null then '•••' end`,
  cases: {
    valid: [
      { text: 'ada@example.com', normalised: 'ada@example.com' },
      { text: 'Ada.Lovelace@Example.COM', normalised: 'Ada.Lovelace@example.com' },
      { text: 'a+tag@sub.example.co.uk', normalised: 'a+tag@sub.example.co.uk' },
      { text: "o'neill@example.org", normalised: "o'neill@example.org" },
      { text: 'x_1-y@ex-ample.io', normalised: 'x_1-y@ex-ample.io' },
      { text: 'user%home@example.net', normalised: 'user%home@example.net' },
      { text: ' ada@example.com ', normalised: 'ada@example.com' },
    ],
    invalid: [
      { text: 'ada', why: 'no at sign' },
      { text: 'ada@', why: 'no domain' },
      { text: '@example.com', why: 'no local part' },
      { text: 'a..b@example.com', why: 'two dots together' },
      { text: '.a@example.com', why: 'a dot at the start' },
      { text: 'a@b@example.com', why: 'two at signs' },
      { text: 'ada@localhost', why: 'a domain without a dot' },
      { text: 'ada@-example.com', why: 'a label that starts with a hyphen' },
      { text: 'ada lovelace@example.com', why: 'a space inside' },
    ],
  },
});
