import * as z from 'zod';
import { plural } from '../../../base/number-text.js';
import {
  because,
  defineNode,
  type Input,
  literal,
  type OrderTerm,
  sameRows,
  sql,
} from '../../../kit/index.js';
import { allOf, everyUse, lineageOf } from '../../shared/columns.js';
import { orderBy, orderSql, orderTerms, totalTerms } from '../../shared/order.js';
import { example } from './example.js';

type Written = Parameters<typeof orderTerms>[0];

interface Limiting {
  readonly config: { readonly order_by?: Written | undefined };
  readonly input: Input;
}

const ownOrder = ({ config, input }: Limiting): readonly OrderTerm[] =>
  config.order_by ? orderTerms(config.order_by, input) : (input.order ?? []);

const beyond = ({ rows, offset }: { readonly rows: number; readonly offset: number }): string =>
  offset === 0
    ? `beyond the limit of ${plural(rows, 'row')}`
    : `not among the ${plural(rows, 'row')} after the first ${offset}`;

export const limit = defineNode({
  kind: 'limit',
  family: 'transform',
  summary: 'Keeps the first rows.',
  description: `Rows are taken in the order of \`order_by\`, or else in the order that the input has. Rows that are equal in
it are told apart by all other columns, ascending with nulls last, so that the same rows pass in each run. Where there is
no order at all, any rows may pass: this is warned of (MR2117).`,
  config: z.strictObject({
    rows: z.int().min(0).describe('How many rows to keep.'),
    offset: z.int().min(0).default(0).describe('How many rows to leave out before.'),
    order_by: orderBy()
      .optional()
      .describe('Columns, or `{ column, direction, nulls }`; the order that decides which rows are first.'),
  }),
  inputs: { min: 1, max: 1 },
  example,
  loses: () => 'filtered',
  check: (context) =>
    ownOrder(context).length > 0
      ? []
      : [
          {
            code: 'MR2117',
            severity: 'warning',
            message: 'the rows that pass depend on chance: neither `order_by` nor the input gives an order',
            path: ['rows'],
          },
        ],
  lower: (context) => {
    const { config, input } = context;
    const rows = sql`limit ${literal(config.rows)} offset ${literal(config.offset)}`;
    return ownOrder(context).length === 0
      ? sql`select * from ${input} ${rows}`
      : sql`select * from ${input} order by ${orderSql(totalTerms(ownOrder(context), input), input)} ${rows}`;
  },
  lineage: ({ input }) => ({ columns: lineageOf(allOf(input)), rows: everyUse(input) }),
  traces: (context) => sameRows(context),
  leaves: (context) => because(context, beyond(context.config)),
  chance: (context) => (ownOrder(context).length > 0 ? undefined : 'it takes rows in no order'),
  order: (context) => {
    const terms = ownOrder(context);
    return terms.length > 0 ? terms : undefined;
  },
});
