import * as z from 'zod';
import { defineNode, sameRows, sql } from '../../../kit/index.js';
import { allOf, copiesIn, everyUse, lineageOf } from '../../shared/columns.js';
import { example } from './example.js';

export const distinct = defineNode({
  kind: 'distinct',
  family: 'transform',
  summary: 'Gives equal rows once.',
  description: `Rows that are equal in all columns come once. Nulls are equal to each other, and so is NaN. To keep one row for
each key although the rest differs, use \`deduplicate\`. Rows come in no particular order.`,
  config: z.strictObject({}),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  loses: () => 'merged',
  lower: ({ input }) => sql`select distinct * from ${input}`,
  lineage: ({ input }) => ({ columns: lineageOf(allOf(input)), rows: everyUse(input) }),
  traces: (context) => sameRows(context, 'equal rows, of which one comes out'),
  passes: ({ input }) => copiesIn(allOf(input)),
});
