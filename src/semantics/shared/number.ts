import { type Sql, sql } from '../../kit/index.js';

const SPACES = String.raw`[ \x{00A0}\x{202F}']`;

/**
 * Digits with separators whose meaning is plain: both kinds stand there, one kind stands twice, or what follows one is no group of
 * three. `1,234` could be either and is none of them.
 */
export const PLAIN_NUMBER = `(?:${[
  '[0-9]+',
  '[0-9]+[.,](?:[0-9]{1,2}|[0-9]{4,})',
  '(?:0[0-9]*|[0-9]{4,})[.,][0-9]{3}',
  '[0-9]{1,3}(?:,[0-9]{3})+[.][0-9]+',
  '[0-9]{1,3}(?:[.][0-9]{3})+,[0-9]+',
  '[0-9]{1,3}(?:,[0-9]{3}){2,}',
  '[0-9]{1,3}(?:[.][0-9]{3}){2,}',
  `[0-9]{1,3}(?:${SPACES}[0-9]{3})+(?:[.,][0-9]+)?`,
].join('|')})`;

/**
 * The most usual such numbers: a point, and up to two digits after it. The engine tells them in half the time, since after each
 * character there is one way on.
 */
export const USUAL_NUMBER = '[0-9]{1,9}(?:[.][0-9]{1,2})?';

/** Such digits as the engine reads them, from text that may hold signs and marks around them. */
export const plainDigits = (value: Sql): Sql => {
  const bare = sql`regexp_replace(${value}, '[^0-9.,]', '', 'g')`;
  return sql`case
    when regexp_matches(${bare}, '^[^,]*,[0-9]+$') then replace(replace(${bare}, '.', ''), ',', '.')
    when regexp_matches(${bare}, '^[^.]*[.][0-9]+$') then replace(${bare}, ',', '')
    else replace(replace(${bare}, '.', ''), ',', '') end`;
};

/** Text as a decimal, in 64 bits where it fits: 128 take the engine up to thirty times as long. */
export const wideDecimal = (digits: Sql): Sql =>
  sql`coalesce(try_cast(${digits} as decimal(18,9))::decimal(38,9), try_cast(${digits} as decimal(38,9)))`;

/** The sign: a hyphen or a minus anywhere, or brackets as bookkeepers write them. */
export const signed = (value: Sql, amount: Sql): Sql =>
  sql`case when regexp_matches(${value}, '[-−(]') then -${amount} else ${amount} end`;
