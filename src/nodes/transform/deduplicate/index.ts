import * as z from 'zod';
import {
  type ColumnRef,
  columnName,
  defineNode,
  type Input,
  identifier,
  sql,
  TRACED,
} from '../../../kit/index.js';
import { allOf, copiesIn, everyUse, kept, lineageOf, nameIn, selectList } from '../../shared/columns.js';
import { duplicates } from '../../shared/findings.js';
import { firstRows, type Keyed, undisputedRows } from '../../shared/first-rows.js';
import { orderBy, orderTerms } from '../../shared/order.js';
import { example } from './example.js';

interface Deduplication {
  readonly config: {
    readonly keys: readonly ColumnRef[];
    readonly order_by?: Parameters<typeof orderTerms>[0] | undefined;
  };
  readonly input: Input;
}

const keyedRows = ({ config, input }: Deduplication): Keyed => ({
  input,
  from: sql`${input}`,
  keys: config.keys.map(({ name }) => nameIn(input, name)),
  terms: orderTerms(config.order_by ?? [], input),
  complaint: `different rows that come first in input "${input.alias}"`,
});

export const deduplicate = defineNode({
  kind: 'deduplicate',
  family: 'transform',
  summary: 'Keeps one row for each key.',
  description: `Rows with the same \`keys\` are duplicates of each other; a null counts as a value. Of them the first in the order
of \`order_by\` is kept, so \`{ column: updated, direction: desc }\` keeps the newest.

Two rows that come first alike, and differ in some other column, are a tie: nothing says which of them is right. Then the
run stops (MR4013), unless \`ties: least\` declares that the one that is least in all other columns is taken, ascending with
nulls last. Rows that are equal in every column are no tie. Without \`order_by\` any two rows that differ are one. Only where
the engine can tell beforehand that nothing at all comes out are ties not looked for.

All columns are kept. Rows come in no particular order.`,
  config: z.strictObject({
    keys: z.array(columnName()).min(1).describe('Columns that say which rows are duplicates of each other.'),
    order_by: orderBy()
      .optional()
      .describe('Columns, or `{ column, direction, nulls }`; the order whose first row is kept.'),
    ties: z
      .enum(['error', 'least'])
      .default('error')
      .describe('What happens where several rows come first: the run stops, or the least of them is kept.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  loses: () => 'merged',
  check: ({ config }) => duplicates(config.keys.map(({ name }, index) => ({ name, path: ['keys', index] }))),
  lower: (context) =>
    context.config.ties === 'least' ? firstRows(keyedRows(context)) : undisputedRows(keyedRows(context)),
  lineage: ({ input }) => ({ columns: lineageOf(allOf(input)), rows: everyUse(input) }),
  traces: ({ config, input }) => {
    const keys = config.keys.map((key) => kept(input, key));
    return {
      rows: sql`select ${selectList(keys)}, ${identifier(TRACED)} from ${input}`,
      by: keys.map(({ name }) => name),
      copies: copiesIn(keys),
      how: 'rows with the same key, of which the first is taken',
      takesOne: true,
      isOnce: true,
    };
  },
  // A filter that came first would hide ties that stop the run.
  passes: ({ config, input }) =>
    config.ties === 'least' ? copiesIn(config.keys.map((key) => kept(input, key))) : {},
});
