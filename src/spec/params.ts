import * as z from 'zod';
import { scalarText } from './names.js';

/** Types that a parameter may have. */
export const paramTypes = ['string', 'integer', 'number', 'decimal', 'boolean', 'date', 'timestamp'] as const;

/** One parameter: a bound value, never text in SQL. Values are kept as they are written. */
export const paramSchema = z.strictObject({
  type: z.enum(paramTypes).describe('Type of the value.'),
  description: z.string().optional(),
  default: scalarText()
    .optional()
    .describe('Value where a run gives none; without it the parameter is required.'),
  min: scalarText().optional().describe('Least value, for numbers, dates and timestamps.'),
  max: scalarText().optional().describe('Greatest value, for numbers, dates and timestamps.'),
  one_of: z.array(scalarText()).min(1).optional().describe('The only values allowed.'),
});

export type ParamType = (typeof paramTypes)[number];
export type ParamSpec = z.output<typeof paramSchema>;
