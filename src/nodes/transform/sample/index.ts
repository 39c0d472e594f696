import * as z from 'zod';
import { because, columnName, defineNode, literal, sameRows, sql } from '../../../kit/index.js';
import { allOf, everyUse, lineageOf } from '../../shared/columns.js';
import { orderSql, totalTerms } from '../../shared/order.js';
import { drawOf, isDrawn } from './draw.js';
import { example } from './example.js';

export const sample = defineNode({
  kind: 'sample',
  family: 'transform',
  summary: 'Takes some of the rows, the same ones in each run.',
  description: `Which rows are taken is decided by their values and the \`seed\`, not by chance: the same input and seed give
the same rows in each run, on any number of threads. Another seed gives others.

\`share: 0.1\` takes each row with a chance of one in ten, so the number of rows is about a tenth; rows that are equal in all
columns are taken or left together. With \`keys\`, all rows of a key are: so \`keys: [customer]\` samples customers, with all
of their orders. \`rows: 1000\` takes exactly that many, or all where there are fewer.

Rows come in no particular order.`,
  config: z
    .strictObject({
      share: z.number().gt(0).max(1).optional().describe('Share of the rows to take, above 0 and up to 1.'),
      rows: z.int().min(0).optional().describe('Number of rows to take.'),
      seed: z.int().min(0).default(1).describe('Another seed takes other rows.'),
      keys: z
        .array(columnName())
        .min(1)
        .optional()
        .describe('Columns whose rows are taken or left together; with `share`.'),
    })
    .refine(
      ({ share, rows }) => (share === undefined) !== (rows === undefined),
      'set either `share` or `rows`',
    )
    .refine(({ keys, rows }) => keys === undefined || rows === undefined, '`keys` goes with `share`'),
  inputs: { min: 1, max: 1 },
  example,
  loses: () => 'filtered',
  lower: (context) => {
    const { config, input } = context;
    if (config.rows === undefined) return sql`select * from ${input} where ${isDrawn(context)}`;
    const order = sql`${drawOf(context)}, ${orderSql(totalTerms([], input), input)}`;
    return sql`select * from ${input} order by ${order} limit ${literal(config.rows)}`;
  },
  traces: (context) => sameRows(context),
  leaves: (context) => because(context, 'not drawn for the sample'),
  lineage: ({ input }) => ({ columns: lineageOf(allOf(input)), rows: everyUse(input) }),
});
