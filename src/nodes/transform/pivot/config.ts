import * as z from 'zod';
import { columnName, type Input, sqlExpression } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { namedBy } from '../../shared/columns.js';

const values = z.union([
  z.array(scalarText().min(1, 'must not be empty')).min(1),
  namedBy(scalarText().nullable()),
]);

export const config = z.strictObject({
  by: z
    .array(columnName())
    .min(1)
    .optional()
    .describe('Columns that make a row: one for each combination of their values.'),
  on: columnName().describe('The column whose values become columns.'),
  values: values
    .optional()
    .describe('The values, as a list, or as `new column: value`, where a value may be null.'),
  measures: namedBy(sqlExpression('aggregate')).describe(
    'What stands in the new columns, each an SQL expression over aggregates.',
  ),
  unlisted: z
    .enum(['error', 'drop'])
    .default('error')
    .describe('What happens to rows with another value: they stop the run, or are left out.'),
});

export type PivotConfig = z.output<typeof config>;

/** The config with the input that it is about. */
export interface Pivoting {
  readonly config: PivotConfig;
  readonly input: Input;
}
