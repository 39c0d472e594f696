import * as z from 'zod';
import { defineNode, identifier, joined, sql, TRACED, tracedInput } from '../../../kit/index.js';
import { selectList } from '../../shared/columns.js';
import { faultsIn, outputsOf, sameTypes, usesOf } from './columns.js';
import { example } from './example.js';

export const union = defineNode({
  kind: 'union',
  family: 'transform',
  summary: 'Puts the rows of several inputs into one.',
  description: `Columns are matched by name without regard to case, or by position; names and order are those of the first
input, and columns that it lacks come after. Types must be equal, or both numbers, or dates and timestamps: the wider one
is taken (MR2113 otherwise). A column that an input lacks is an error too, unless \`missing: null\` fills it.

All rows are kept, also equal ones; \`distinct: true\` gives each once, and nulls count as equal. Rows come in no
particular order.`,
  config: z.strictObject({
    by: z.enum(['name', 'position']).default('name').describe('How columns are matched.'),
    distinct: z.boolean().default(false).describe('Whether equal rows are given once.'),
    missing: z
      .literal(['error', null])
      .default('error')
      .describe('What a column is that an input lacks, by name: an error, or null.'),
  }),
  inputs: { min: 1, max: 64 },
  example,
  check: (context) => faultsIn(context),
  loses: ({ distinct }) => (distinct ? 'merged' : undefined),
  rowByRow: () => true,
  lower: (context) => {
    const outputs = outputsOf(context);
    const selects = context.inputs.map(
      (input, index) => sql`select ${selectList(outputs[index] ?? [])} from ${input}`,
    );
    const all = joined(selects, ' union all ');
    return context.config.distinct ? sql`select distinct * from (${all})` : all;
  },
  traces: (context) => {
    const outputs = outputsOf(context)[context.traced] ?? [];
    const { alias } = tracedInput(context);
    return {
      rows: sql`select ${selectList(outputs)}, ${identifier(TRACED)} from ${tracedInput(context)}`,
      copies: sameTypes(outputs, alias),
      how: context.config.distinct ? 'equal rows, of which one comes out' : `the rows of "${alias}"`,
      isOnce: true,
    };
  },
  lineage: (context) => {
    const { by, distinct } = context.config;
    const columns = usesOf(context);
    // Positions hold only while every input has all of its columns.
    return { columns, rows: distinct || by === 'position' ? Object.values(columns).flat() : [] };
  },
});
