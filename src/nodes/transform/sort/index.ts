import * as z from 'zod';
import { defineNode, sql } from '../../../kit/index.js';
import { allOf, copiesIn } from '../../shared/columns.js';
import { orderBy, orderSql, orderTerms } from '../../shared/order.js';
import { example } from './example.js';

export const sort = defineNode({
  kind: 'sort',
  family: 'transform',
  summary: 'Puts rows in order.',
  description: `Rows are sorted by the first column, those that are equal by the second, and so on; rows that are equal in
all of them come in any order. Ascending with nulls last unless said otherwise. Text is compared by code points: \`B\`
comes before \`a\`. The order lasts through nodes that say so, to a file that is written.`,
  config: z.strictObject({
    by: orderBy().describe('Columns, or `{ column, direction, nulls }`.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  // Rows that are added later stand in order among themselves.
  rowByRow: () => true,
  lower: ({ config, input }) =>
    sql`select * from ${input} order by ${orderSql(orderTerms(config.by, input), input)}`,
  passes: ({ input }) => copiesIn(allOf(input)),
  order: ({ config, input }) => orderTerms(config.by, input),
});
