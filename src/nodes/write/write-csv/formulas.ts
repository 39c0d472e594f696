import {
  beginsFormula,
  type Column,
  type Finding,
  type Input,
  identifier,
  mayHoldFormulas,
  type Sql,
  sql,
  withoutFormula,
} from '../../../kit/index.js';
import { selectList } from '../../shared/columns.js';

/**
 * The rows with formulas made text; undefined where no column can hold one.
 *
 * @param outside columns that do not stand in the files
 */
export const withoutFormulas = (input: Input, outside: readonly string[]): Sql | undefined => {
  const isTouched = (column: Column): boolean => mayHoldFormulas(column) && !outside.includes(column.name);
  if (!input.schema.some(isTouched)) return undefined;
  const columns = input.schema.map((column) => ({
    name: column.name,
    value: isTouched(column) ? withoutFormula(column) : identifier(column.name),
    uses: [],
  }));
  return sql`select ${selectList(columns)} from ${input}`;
};

/** Names of columns stand in cells as well; a name is the document's, so it is the document that changes it. */
export const checkNames = ({ schema }: Input, outside: readonly string[]): readonly Finding[] =>
  schema
    .filter(({ name }) => beginsFormula(name) && !outside.includes(name))
    .map(({ name }) => ({
      code: 'MR1023',
      message: `a spreadsheet takes the name of the column ${JSON.stringify(name)} for a formula`,
      path: ['formulas'],
      notes: ['give it another name with a `rename` before, or leave the header out with `header: false`'],
    }));
