import * as z from 'zod';
import {
  columnName,
  defineNode,
  identifier,
  joined,
  sql,
  sqlExpression,
  TRACED,
} from '../../../kit/index.js';
import { chanceFindings } from '../../shared/chance.js';
import { copiesIn, lineageOf, namedBy, selectList } from '../../shared/columns.js';
import { example } from './example.js';
import { groupBy, groupsOf, groupUses, namedTwice, outputsOf } from './groups.js';

export const aggregate = defineNode({
  kind: 'aggregate',
  family: 'transform',
  summary: 'Groups rows and measures each group.',
  description: `Gives one row for each group: the columns of \`by\`, then the measures. Rows with null in \`by\` are a group of
their own. Without \`by\` all rows are one group and there is always exactly one row, even for an empty input.
Without \`measures\` the distinct groups are given.

A measure may use aggregates, and outside of them the groups only (MR2116). \`count(*)\` counts rows, \`count(x)\` those
where \`x\` is not null; other aggregates leave nulls out and are null for a group without values. Rows come in no
particular order. What depends on the order of rows, such as \`first(x)\` or \`string_agg(x, ',')\`, needs an
\`ORDER BY\` inside of the aggregate to be the same in each run.`,
  config: z
    .strictObject({
      by: z
        .union([z.array(columnName()).min(1), namedBy(sqlExpression())])
        .optional()
        .describe('A list of columns, or a mapping of group names to SQL expressions.'),
      measures: namedBy(sqlExpression('aggregate'))
        .optional()
        .describe('New columns, each with an SQL expression over aggregates.'),
    })
    .refine(
      ({ by, measures }) => by !== undefined || measures !== undefined,
      'set `measures`, or `by`, or both',
    ),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  loses: () => 'merged',
  check: (context) => [...namedTwice(context), ...chanceFindings(context.config.measures ?? {}, 'measures')],
  after: (context) => groupBy(context),
  lower: (context) => sql`select ${selectList(outputsOf(context))} from ${context.input} ${groupBy(context)}`,
  passes: (context) => copiesIn(groupsOf(context)),
  traces: (context) => {
    const groups = groupsOf(context);
    const columns = [
      ...groups.map(({ name, value }) => sql`${value} as ${identifier(name)}`),
      identifier(TRACED),
    ];
    return {
      rows: sql`select ${joined(columns)} from ${context.input}`,
      by: groups.map(({ name }) => name),
      copies: copiesIn(groups),
      how: groups.length === 0 ? 'all rows' : 'all rows of the group',
      isOnce: true,
    };
  },
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: groupUses(context) }),
});
