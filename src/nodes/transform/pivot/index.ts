import { because, defineNode, identifier, joined, keyword, sql, TRACED } from '../../../kit/index.js';
import { copiesIn, kept } from '../../shared/columns.js';
import { faultsIn, rowColumns, spreadUse, usesOf } from './columns.js';
import { config } from './config.js';
import { example } from './example.js';
import { lowerPivot, spreadSql } from './lower.js';
import { isListed } from './values.js';

export const pivot = defineNode({
  kind: 'pivot',
  family: 'transform',
  summary: 'Spreads the values of a column over columns.',
  description: `Gives one row for each combination of the columns of \`by\`, and in it a column for each value of \`on\`, which
holds the measure over the rows that have both. Without \`by\` all rows make one row, which is there even for an empty
input. Rows with null in \`by\` make rows of their own.

Values are read by the type of the column from the text that stands in the document (MR2112). In a list each gives a
column of its own name; as \`new column: value\` the columns are named, and a value may be null. With several measures
the columns are called \`value_measure\`. Names must differ, without regard to case (MR2114).

A measure may use aggregates, and columns inside of them only (MR2116). Where a row has no rows of a value, the measure
is what it is over no rows: 0 for \`count(*)\`, null for \`sum(x)\`.

A row whose value is not among \`values\`, null included, stops the run (MR4014), whichever rows and columns are used
further on; with \`unlisted: drop\` such rows are left out, as if they were not there. Rows come in no particular order.`,
  config,
  inputs: { min: 1, max: 1 },
  example,
  loses: () => 'merged',
  check: (context) => faultsIn(context),
  after: () => keyword('group by ()'),
  lower: (context) => lowerPivot(context),
  traces: (context) => {
    const by = rowColumns(context).map((name) => kept(context.input, name));
    const columns = [...by.map(({ name }) => identifier(name)), identifier(TRACED)];
    return {
      rows: sql`select ${joined(columns)} from ${context.input} where ${isListed(spreadSql(context), context)}`,
      by: by.map(({ name }) => name),
      copies: copiesIn(by),
      how: 'all rows that were spread over its columns',
      isOnce: true,
    };
  },
  leaves: (context) => because(context, `its value of ${spreadUse(context).column} is not among \`values\``),
  // A filter that came first would hide values that stop the run.
  passes: ({ config: { by = [], unlisted }, input }) =>
    unlisted === 'drop' ? copiesIn(by.map((key) => kept(input, key))) : {},
  lineage: (context) => ({
    columns: usesOf(context),
    rows: [...rowColumns(context).flatMap((name) => kept(context.input, name).uses), spreadUse(context)],
  }),
});
