import * as z from 'zod';
import { columnName, defineNode, sql, sqlExpression } from '../../../kit/index.js';
import { copiesIn, lineageOf, namedBy, selectList } from '../../shared/columns.js';
import { restored } from '../../shared/order.js';
import { eachOfOne } from '../../shared/trace.js';
import { example } from './example.js';
import { faultsIn, orderOf, outputsOf, usesWindows } from './outputs.js';

export const select = defineNode({
  kind: 'select',
  family: 'transform',
  summary: 'Keeps columns, puts them in order, or computes them.',
  description: `With a list, \`columns\` keeps the columns named, in that order. With a mapping, each column is computed from
the columns of the input; windows (\`OVER\`) may be used. \`exclude\` keeps all columns but those named.

All rows are kept. Their order is kept as far as its columns survive under their names.`,
  config: z
    .strictObject({
      columns: z
        .union([z.array(columnName()).min(1), namedBy(sqlExpression('window'))])
        .optional()
        .describe('A list of columns to keep, or a mapping of new columns to SQL expressions.'),
      exclude: z.array(columnName()).min(1).optional().describe('Columns to leave out; all others are kept.'),
    })
    .refine(
      ({ columns, exclude }) => (columns === undefined) !== (exclude === undefined),
      'set either `columns` or `exclude`',
    ),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: (context) => faultsIn(context),
  rowByRow: ({ columns = {} }) =>
    Object.values(columns).every((column) => column.kind !== 'expression' || !/\bover\b/i.test(column.text)),
  lower: (context) => {
    const order = usesWindows(context) ? orderOf(context) : undefined;
    return sql`select ${selectList(outputsOf(context))} from ${context.input}${restored(order, context.input)}`;
  },
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: [] }),
  passes: (context) => (usesWindows(context) ? {} : copiesIn(outputsOf(context))),
  traces: (context) => eachOfOne(context, outputsOf(context), usesWindows(context)),
  order: (context) => orderOf(context),
});
