import {
  type Column,
  type Finding,
  type Input,
  identifier,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { selectList } from '../../shared/columns.js';

/** What a spreadsheet may take for a formula at the beginning of a cell (OWASP, "CSV Injection"; ASVS 5.0, 1.2.10). */
const FORMULA = '^[=+\\-@\\t\\r\\n\\x00＝＋－＠]';
const beginsFormula = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Types whose values are written as text that somebody else chose; numbers, times and nested values begin in their own way. */
const isText = ({ type }: Column): boolean => /^(VARCHAR|JSON|BLOB)$|^(ENUM|UNION)\(/.test(type);

/** An apostrophe before a formula makes a spreadsheet show the text. */
const neutral = ({ name }: Column): Sql => {
  const text = sql`${identifier(name)}::varchar`;
  return sql`case when regexp_matches(${text}, ${literal(FORMULA)}) then '''' || ${text} else ${text} end`;
};

/**
 * The rows with formulas made text; undefined where no column can hold one.
 *
 * @param outside columns that do not stand in the files
 */
export const withoutFormulas = (input: Input, outside: readonly string[]): Sql | undefined => {
  const isTouched = (column: Column): boolean => isText(column) && !outside.includes(column.name);
  if (!input.schema.some(isTouched)) return undefined;
  const columns = input.schema.map((column) => ({
    name: column.name,
    value: isTouched(column) ? neutral(column) : identifier(column.name),
    uses: [],
  }));
  return sql`select ${selectList(columns)} from ${input}`;
};

/** Names of columns stand in cells as well; a name is the document's, so it is the document that changes it. */
export const checkNames = ({ schema }: Input, outside: readonly string[]): readonly Finding[] =>
  schema
    .filter(({ name }) => beginsFormula.test(name) && !outside.includes(name))
    .map(({ name }) => ({
      code: 'MR1023',
      message: `a spreadsheet takes the name of the column ${JSON.stringify(name)} for a formula`,
      path: ['formulas'],
      notes: ['give it another name with a `rename` before, or leave the header out with `header: false`'],
    }));
