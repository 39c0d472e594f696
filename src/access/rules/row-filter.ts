import type { RowFilter } from './policy.js';

/** Texts, quoted names, attributes, comments, what the engine alone would read as something else, and single characters. */
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$[A-Za-z_]\w*|--|\/\*|[\s\S]/g;

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const LONGEST = 2_000;

const faultOf = (token: string): string | undefined => {
  if (token === '--' || token === '/*') return 'has a comment, which could swallow what comes after it';
  if (token === ';') return 'has a semicolon: it is one condition';
  if (token === "'" || token === '"') return `has a quote ${token} that is not closed`;
  if (token === '$') return 'has a "$" without the name of an attribute behind it';
  if (token === '?') return 'has a "?": attributes are written as `$name`';
  return token === '\0' ? 'has a NUL' : undefined;
};

/** Why brackets do not fit together; undefined where they do. */
const bracketFault = (tokens: readonly string[]): string | undefined => {
  const open: string[] = [];
  for (const token of tokens) {
    const closing = Object.hasOwn(CLOSES, token) ? CLOSES[token] : undefined;
    if (closing !== undefined) open.push(closing);
    else if (Object.values(CLOSES).includes(token) && open.pop() !== token)
      return `has a "${token}" that closes nothing`;
  }
  const missing = open.pop();
  return missing === undefined ? undefined : `has a "${missing}" missing`;
};

/** `$a$` begins a text in dollars for the engine, and no attribute. */
const dollarFault = (tokens: readonly string[]): string | undefined =>
  tokens.some((token, index) => token.startsWith('$') && tokens[index + 1]?.startsWith('$'))
    ? 'has two "$" with nothing between the names'
    : undefined;

/**
 * A filter of rows as a policy has it, or why it is none. The engine holds it against its allow-list before it is used: here is
 * found what could break out of the brackets that filters are joined in.
 */
export const readRowFilter = (text: string): RowFilter | { readonly fault: string } => {
  const sql = text.trim();
  if (sql === '') return { fault: 'is empty' };
  if (sql.length > LONGEST) return { fault: `is longer than ${LONGEST} characters` };
  const tokens = [...sql.matchAll(TOKEN)].map(([token]) => token);
  const fault = tokens.map(faultOf).find((found) => found !== undefined);
  const found = fault ?? bracketFault(tokens) ?? dollarFault(tokens);
  return found === undefined ? { sql, attributes: attributesInFilter(sql) } : { fault: found };
};

/** The attributes of who asks that a filter needs, each once: what is to be bound under `$name`. */
export const attributesInFilter = (sql: string): readonly string[] => [
  ...new Set([...sql.matchAll(TOKEN)].flatMap(([token]) => (/^\$\w/.test(token) ? [token.slice(1)] : []))),
];
