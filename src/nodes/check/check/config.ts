import * as z from 'zod';
import {
  byColumn,
  type ColumnContract,
  columnContract,
  columnName,
  contractSchema,
  isRange,
  NO_RANGE,
  sqlBoolean,
} from '../../../kit/index.js';

const count = () => z.int().min(0).optional();

const rows = z
  .strictObject({
    min: count().describe('Least number of rows.'),
    max: count().describe('Greatest number of rows.'),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs `min`, or `max`, or both')
  .refine(isRange, NO_RANGE);

const { keys, freshness, tolerate } = contractSchema.shape;

/** What a column must be, as a contract says it; a check changes nothing, so there is nothing to say of what happens. */
const columnRules = columnContract
  .omit({ wrong_types: true, invalid_values: true, aliases: true, normalise: true })
  .extend({
    type: columnContract.shape.type.describe(
      'The type: one of the engine, which every value must be able to take without losing anything and in which the other rules see it, or a semantic type such as `email`, by whose standard the text of every value is measured.',
    ),
  });

const RULES = ['rows', 'unique', 'required', 'where', 'columns', 'keys', 'freshness'] as const;

export const config = z
  .strictObject({
    rows: rows.optional().describe('How many rows there must be.'),
    columns: byColumn(columnRules)
      .optional()
      .describe(
        'What each column must be, in the words of a contract; a column that is not there is an error.',
      ),
    keys: keys.describe(
      'Columns, or lists of columns, that together must stand once only; nulls do not count.',
    ),
    freshness: freshness.describe('How old the newest row may be; without a row there is none.'),
    tolerate: tolerate.describe(
      'How many rows may break a rule of rows before the check fails: as a `share` of them, as a number of `rows`, or both.',
    ),
    unique: z
      .array(columnName())
      .min(1)
      .optional()
      .describe('Columns whose values, taken together, must stand in one row only; null counts as a value.'),
    required: z.array(columnName()).min(1).optional().describe('Columns that must not be null.'),
    where: sqlBoolean()
      .optional()
      .describe('SQL condition that must be true for every row; null counts as a failure.'),
    severity: z
      .enum(['error', 'warn'])
      .default('error')
      .describe('`error` stops the run before anything is published; `warn` is reported.'),
  })
  .refine(
    (rules) => RULES.some((rule) => Object.hasOwn(rules, rule)),
    `set at least one of ${RULES.slice(0, -1)
      .map((rule) => `\`${rule}\``)
      .join(', ')} and \`${RULES.at(-1)}\``,
  );

/** What is asked of a column, with what its values mean once the semantic types are known. */
export type ColumnRules = z.output<typeof columnRules> & Pick<ColumnContract, 'meaning'>;

export type CheckConfig = Omit<z.output<typeof config>, 'columns'> & {
  readonly columns?: Readonly<Record<string, ColumnRules>> | undefined;
};
