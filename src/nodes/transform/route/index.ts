import * as z from 'zod';
import { because, defineNode, sql, sqlBoolean } from '../../../kit/index.js';
import { nodeName } from '../../../spec/names.js';
import { conditionOf, reasonOf, UNMATCHED } from './cases.js';
import { example } from './example.js';

/** Outputs that mean something else already. */
const reserved = new Set([UNMATCHED, 'out', 'quarantined']);

export const route = defineNode({
  kind: 'route',
  family: 'transform',
  summary: 'Sends rows to different outputs.',
  description: `Each case is an output that other nodes read as \`node.case\`. A row goes to the first case whose condition is
true for it, in the order written; with \`match: all\` it goes to each one. Rows for which no condition is true come out
at \`node.unmatched\`: a condition that is false or null is no match. So with \`match: first\` each row comes out once.

An output that nothing reads is warned of (MR2005): its rows go nowhere. The order of rows is kept.`,
  config: z.strictObject({
    cases: z
      .record(
        nodeName.refine((name) => !reserved.has(name), 'an output with this name is there already'),
        sqlBoolean(),
      )
      .refine((cases) => Object.keys(cases).length > 0, 'must name at least one case')
      .describe('Outputs, each with the SQL condition of its rows.'),
    match: z
      .enum(['first', 'all'])
      .default('first')
      .describe('Whether a row goes to the first case that holds, or to all that do.'),
  }),
  inputs: { min: 1, max: 1 },
  outputs: ({ cases }) => [...Object.keys(cases), UNMATCHED],
  example,
  rowByRow: () => true,
  lower: (context) => sql`select * from ${context.input} where ${conditionOf(context)}`,
  leaves: (context) => because(context, reasonOf(context)),
  order: ({ input }) => input.order,
});
