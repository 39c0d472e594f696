import { keyword, literal, type Sql, sql } from '../../../kit/index.js';
import type { Repair } from './repair.js';

const PLAIN =
  /^(VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\)|FLOAT|DOUBLE|DATE|TIME|TIMESTAMP.*|UUID|ENUM\(.*\))$/;

/** Whether values of a type have one text by which they can be compared. */
export const hasText = (type: string): boolean => PLAIN.test(type);

/** `7.00` and `7.0` are the number that others write as `7`. */
const withFraction = /^(DECIMAL\(.*\)|FLOAT|DOUBLE)$/;

/** A value as text. */
export const textSql = (value: Sql, type: string): Sql => {
  if (type === 'VARCHAR') return value;
  const text = sql`cast(${value} as varchar)`;
  return withFraction.test(type) ? sql`regexp_replace(${text}, '[.]0+$|([.][0-9]*[1-9])0+$', '\\1')` : text;
};

/** Blanks, tabs, line ends, and blanks that do not break. */
const BLANKS = literal(' \t\r\n\u00a0');

const apply: Readonly<Record<Repair, (text: Sql) => Sql>> = {
  type: (text) => text,
  blanks: (text) => sql`trim(${text}, ${BLANKS})`,
  case: (text) => sql`lower(${text})`,
  // Of digits only: `0A` and `A` are two names, and not one number.
  zeros: (text) =>
    sql`case when ${keyword('starts_with')}(${text}, '0') then regexp_replace(${text}, '^0+([0-9]+)$', '\\1') else ${text} end`,
};

/** Text as it is compared. The order is that of the list: zeros lead once blanks are gone. */
export const repaired = (text: Sql, repairs: readonly Repair[]): Sql =>
  repairs.reduce((value, repair) => apply[repair](value), text);
