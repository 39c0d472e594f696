import * as z from 'zod';
import { because, defineNode, sql, sqlBoolean } from '../../../kit/index.js';
import { example } from './example.js';

export const filter = defineNode({
  kind: 'filter',
  family: 'transform',
  summary: 'Keeps the rows for which a condition holds.',
  description: `A row passes when \`where\` is true. Rows for which it is false or null are left out, as in SQL.
The order of rows is kept.`,
  config: z.strictObject({
    where: sqlBoolean().describe('SQL condition over the columns of the input.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  loses: () => 'filtered',
  rowByRow: () => true,
  lower: ({ config, input }) => sql`select * from ${input} where ${config.where}`,
  leaves: (context) => because(context, `filtered by \`${context.config.where.text}\``),
  order: ({ input }) => input.order,
});
