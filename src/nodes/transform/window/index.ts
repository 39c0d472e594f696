import {
  BOUND_WINDOW,
  defineNode,
  type Expression,
  identifier,
  joined,
  type Sql,
  sameRows,
  sql,
} from '../../../kit/index.js';
import { computed, copiesIn, kept, lineageOf, type OutputColumn, selectList } from '../../shared/columns.js';
import { restored } from '../../shared/order.js';
import { config, type Windowing } from './config.js';
import { example } from './example.js';
import { faultsIn } from './faults.js';
import { boundSql, type Window, windowOf, windowSql, windowUses } from './windows.js';

const outputOf = (name: string, expression: Expression, windowing: Windowing): OutputColumn => {
  const window = windowOf(expression, windowing);
  const { uses } = computed(name, expression);
  return {
    name,
    value: sql`${expression} over ${identifier(window)}`,
    uses: [...uses, ...windowUses(window, windowing)],
  };
};

const outputsOf = (windowing: Windowing): readonly OutputColumn[] => [
  ...windowing.input.schema.map(({ name }) => kept(windowing.input, name)),
  ...Object.entries(windowing.config.columns).map(([name, expression]) =>
    outputOf(name, expression, windowing),
  ),
];

/** The WINDOW clause, with the windows that are used. */
const windowsSql = (windowing: Windowing): Sql => {
  const used = new Set<Window>(
    Object.values(windowing.config.columns).map((expression) => windowOf(expression, windowing)),
  );
  const named = [...used].map((window) => sql`${identifier(window)} as (${windowSql(window, windowing)})`);
  return sql`window ${joined(named)}`;
};

const partitionText = ({ config: { partition_by: by = [] } }: Windowing): string =>
  by.length === 0
    ? 'the row itself; its new columns are computed over all rows'
    : `the row itself; its new columns are computed over rows with the same ${by.map(({ name }) => name).join(', ')}`;

export const window = defineNode({
  kind: 'window',
  family: 'transform',
  summary: 'Adds columns that are computed over the rows around each row.',
  description: `Each column is one call of a window function or an aggregate, as SQL has it before OVER; \`IGNORE NULLS\`, \`FILTER\`
and \`DISTINCT\` may stand in it. Over which rows, the node says: those that are equal in \`partition_by\`, in the order
of \`order_by\`, within the \`frame\`. For arithmetic around a call, use a \`derive\` node after it.

Without a frame an aggregate counts all rows up to the row itself and those that are equal to it in \`order_by\`; without
\`order_by\` it counts the whole partition. In a frame the numbers are relative to the row: \`rows: [-6, 0]\` are the six
rows before and the row itself, \`range: ['-7 days', 0]\` those of the last seven days, \`groups: [-1, 1]\` those with the
value before, the same and the next. An end that is \`null\` is without bound.

Rows that are equal in \`order_by\` have the same rank (\`rank\`, \`dense_rank\`, \`percent_rank\`, \`cume_dist\`), and
aggregates take them together unless the frame counts \`rows\`. What looks at single rows (\`row_number\`, \`lag\`, \`lead\`,
\`ntile\`, \`first_value\`, \`last_value\`, \`nth_value\`, frames of \`rows\`, and aggregates that depend on the order of rows,
such as \`list\` or \`first\`, unless an ORDER BY stands in them) tells them apart by all other columns, ascending with
nulls last, so that the result is the same in each run. Window functions need an \`order_by\` (MR2117).

All rows and columns are kept, and the order of the rows; new columns come last, under names of their own (MR2114).`,
  config,
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: (context) => faultsIn(context),
  after: (context) => sql`window ${identifier(BOUND_WINDOW)} as (${boundSql(context)})`,
  lower: (context) => {
    const { input } = context;
    const select = sql`select ${selectList(outputsOf(context))} from ${input} ${windowsSql(context)}`;
    return sql`${select}${restored(input.order, input)}`;
  },
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: [] }),
  passes: ({ config: { partition_by = [] }, input }) => copiesIn(partition_by.map((key) => kept(input, key))),
  traces: (context) => sameRows(context, partitionText(context)),
  order: ({ input }) => input.order,
});
