import { defineSemanticType, sql } from '../kit/index.js';
import { matches } from './shared/pattern.js';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const HOST = String.raw`(?:${LABEL}(?:[.]${LABEL})*[.]?|\[[0-9A-Fa-f:.]+\])`;
const CHARACTER = String.raw`(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})`;
const FORM = `(?i:https?|ftp)://${HOST}(?::[0-9]{1,5})?(?:[/?]${CHARACTER}*)?(?:#${CHARACTER}*)?`;
/** Nothing to write in small letters, and something after the host. */
const SMALL_LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const SMALL = `(?:https?|ftp)://${SMALL_LABEL}(?:[.]${SMALL_LABEL})*[.]?(?::[0-9]{1,5})?[/?]${CHARACTER}*(?:#${CHARACTER}*)?`;

export const url = defineSemanticType({
  name: 'url',
  summary: 'Address of a page or file on the web.',
  description:
    'Absolute `http`, `https` and `ftp` addresses. Scheme and host are written in small letters and an empty path as `/`, as RFC 3986 normalises them; the rest stays. Addresses that hold a user or a password are refused, and so are characters that must be percent-encoded.',
  standard: { title: 'RFC 3986, section 3', url: 'https://www.rfc-editor.org/rfc/rfc3986#section-3' },
  valueType: 'VARCHAR',
  names: /(^|_)(ur[il]|link|href|website|homepage)(_|$)/i,
  specificity: 90,
  plain: { holds: (value) => matches(value, SMALL) },
  check: (value) => matches(value, FORM),
  canonical: (value) => {
    const origin = sql`regexp_extract(${value}, '^[^/]+//[^/?#]*')`;
    return sql`lower(${origin}) || case when length(${origin}) = length(${value}) then '/' else substr(${value}, length(${origin}) + 1) end`;
  },
  cases: {
    valid: [
      { text: 'https://example.com/', normalised: 'https://example.com/' },
      { text: 'HTTPS://Example.COM', normalised: 'https://example.com/' },
      { text: 'http://Example.com/Path?q=A#F', normalised: 'http://example.com/Path?q=A#F' },
      { text: 'https://example.com:8443/a%20b', normalised: 'https://example.com:8443/a%20b' },
      { text: 'ftp://ftp.example.org/file.txt', normalised: 'ftp://ftp.example.org/file.txt' },
      { text: 'http://[2001:db8::1]/x', normalised: 'http://[2001:db8::1]/x' },
      { text: 'http://192.0.2.1/', normalised: 'http://192.0.2.1/' },
    ],
    invalid: [
      { text: 'example.com', why: 'no scheme' },
      { text: 'http://', why: 'no host' },
      { text: 'javascript:alert(1)', why: 'another scheme' },
      { text: 'https://exa mple.com/', why: 'a space' },
      { text: 'https://user:secret@example.com/', why: 'a password' },
      { text: 'https://example.com/a%2', why: 'a broken escape' },
      { text: 'https://-example.com/', why: 'a label that starts with a hyphen' },
    ],
  },
});
