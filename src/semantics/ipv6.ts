import { defineSemanticType, literal, type Sql, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const H = '[0-9A-Fa-f]{1,4}';
const SPLIT = [1, 2, 3, 4, 5, 6].map((before) => `(?:${H}:){1,${before}}(?::${H}){1,${7 - before}}`);
const FORM = [`(?:${H}:){7}${H}`, `(?:${H}:){1,7}:`, ...SPLIT, `:(?::${H}){1,7}`, '::'].join('|');

const groups = (part: Sql): Sql =>
  sql`case when ${part} = '' then 0 else length(${part}) - length(replace(${part}, ':', '')) + 1 end`;

/** All eight groups, with the zeros that `::` stands for. */
const full = (value: Sql): Sql => {
  const [before, after] = [sql`split_part(${value}, '::', 1)`, sql`split_part(${value}, '::', 2)`];
  const zeros = sql`rtrim(repeat('0:', 8 - ${groups(before)} - ${groups(after)}), ':')`;
  return sql`case when contains(${value}, '::') then concat_ws(':', nullif(${before}, ''), nullif(${zeros}, ''), nullif(${after}, '')) else ${value} end`;
};

const bare = (value: Sql): Sql =>
  sql`regexp_replace(${value}, '(^|:)0+([0-9a-f])', ${literal(String.raw`\1\2`)}, 'g')`;

/** The longest run of zeros left out, the first of several. */
const shortest = (value: Sql): Sql =>
  [2, 3, 4, 5, 6, 7, 8].reduce((otherwise, run) => {
    const zeros = literal(`(?:^|:)0(?::0){${run - 1}}(?:$|:)`);
    return sql`case when regexp_matches(${value}, ${zeros}) then regexp_replace(${value}, ${zeros}, '::') else ${otherwise} end`;
  }, value);

export const ipv6 = defineSemanticType({
  name: 'ipv6',
  summary: 'Internet address of version 6.',
  description:
    'Eight groups of up to four hexadecimal digits, one run of zeros left out as `::`. Normalised as RFC 5952 writes it: small letters, no leading zeros, the first longest run of two or more zeros as `::`. Zones (`%eth0`) and mixed notation with an IPv4 tail are refused.',
  standard: {
    title: 'RFC 4291, section 2.2; RFC 5952, section 4',
    url: 'https://www.rfc-editor.org/rfc/rfc5952#section-4',
  },
  valueType: 'VARCHAR',
  class: 'personal',
  names: /(^|_)ip(v6)?(_|$)|ip_?addr/i,
  specificity: 90,
  check: (value) => matches(value, FORM),
  canonical: (value) => shortest(bare(full(sql`lower(${value})`))),
  cases: {
    valid: [
      { text: '2001:db8::1', normalised: '2001:db8::1' },
      { text: '::1', normalised: '::1' },
      { text: '::', normalised: '::' },
      { text: '2001:DB8:0:0:0:0:0:1', normalised: '2001:db8::1' },
      { text: '2001:0db8:0001:0000:0000:0ab9:c0a8:0102', normalised: '2001:db8:1::ab9:c0a8:102' },
      { text: '2001:db8::0:1', normalised: '2001:db8::1' },
      { text: '2001:0:0:1:0:0:0:1', normalised: '2001:0:0:1::1' },
      { text: '2001:db8:0:0:1:0:0:1', normalised: '2001:db8::1:0:0:1' },
      { text: '2001:db8::1:1:1:1:1', normalised: '2001:db8:0:1:1:1:1:1' },
    ],
    invalid: [
      { text: '2001:db8', why: 'too few groups' },
      { text: '1:2:3:4:5:6:7:8:9', why: 'too many groups' },
      { text: '1::2::3', why: 'two runs left out' },
      { text: '2001:db8::12345', why: 'five digits' },
      { text: '2001:db8::g', why: 'no hexadecimal digit' },
      { text: 'fe80::1%eth0', why: 'a zone' },
      { text: '::ffff:192.0.2.1', why: 'mixed notation' },
    ],
  },
});
