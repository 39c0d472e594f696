import type { Column } from './schema.js';
import { identifier, literal, type Sql, sql } from './sql.js';

/** What a spreadsheet may take for a formula at the beginning of a cell (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10). */
const FORMULA = '^[=+\\-@\\t\\r\\n\\x00＝＋－＠]';
const formula = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Whether a spreadsheet may take a text for a formula. */
export const beginsFormula = (text: string): boolean => formula.test(text);

/** Types whose values are written as text that somebody else chose; numbers, times and nested values begin in their own way. */
export const mayHoldFormulas = ({ type }: Column): boolean =>
  /^(VARCHAR|JSON|BLOB|VARIANT)$|^(ENUM|UNION)\(/.test(type);

/** The text of a column; an apostrophe before a formula makes a spreadsheet show it. */
export const withoutFormula = ({ name }: Column): Sql => {
  const text = sql`${identifier(name)}::varchar`;
  return sql`case when regexp_matches(${text}, ${literal(FORMULA)}) then '''' || ${text} else ${text} end`;
};
