import * as z from 'zod';
import { columnName, sqlBoolean } from '../../../kit/index.js';

const count = () => z.int().min(0).optional();

const rows = z
  .strictObject({
    min: count().describe('Least number of rows.'),
    max: count().describe('Greatest number of rows.'),
  })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'set `min`, or `max`, or both')
  .refine(({ min = 0, max = min }) => min <= max, '`min` is greater than `max`');

export const config = z
  .strictObject({
    rows: rows.optional().describe('How many rows there must be.'),
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
    (rules) => ['rows', 'unique', 'required', 'where'].some((rule) => Object.hasOwn(rules, rule)),
    'set at least one of `rows`, `unique`, `required` and `where`',
  );

export type CheckConfig = z.output<typeof config>;
