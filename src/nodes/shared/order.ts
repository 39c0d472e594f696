import * as z from 'zod';
import {
  type ColumnRef,
  columnName,
  type Input,
  identifier,
  joined,
  keyword,
  type OrderTerm,
  type Sql,
  sql,
} from '../../kit/index.js';
import { nameIn } from './columns.js';

const term = z.strictObject({
  column: columnName().describe('Column to sort by.'),
  direction: z.enum(['asc', 'desc']).default('asc').describe('Least first, or greatest first.'),
  nulls: z.enum(['first', 'last']).default('last').describe('Where rows without a value stand.'),
});

/** Terms of an order: a column's name, or a mapping for more. */
export const orderBy = () => z.array(z.union([columnName(), term])).min(1);

type Written = ColumnRef | z.output<typeof term>;

/** The terms with all defaults, and columns as the input writes them. */
export const orderTerms = (written: readonly Written[], input: Input): readonly OrderTerm[] =>
  written.map((item) =>
    'column' in item
      ? { column: nameIn(input, item.column.name), direction: item.direction, nulls: item.nulls }
      : { column: nameIn(input, item.name), direction: 'asc', nulls: 'last' },
  );

/**
 * The terms, and then all other columns: an order in which only wholly equal rows are equal, so that the same rows come
 * first each time.
 */
export const totalTerms = (terms: readonly OrderTerm[], { schema }: Input): readonly OrderTerm[] => {
  const named = new Set(terms.map(({ column }) => column));
  const others = schema.filter(({ name }) => !named.has(name));
  return [
    ...terms,
    ...others.map(({ name }) => ({ column: name, direction: 'asc', nulls: 'last' }) as const),
  ];
};

/** What follows ORDER BY: columns of the input. */
export const orderSql = (terms: readonly OrderTerm[], { alias }: Input): Sql =>
  joined(
    terms.map(
      ({ column, direction, nulls }) =>
        sql`${identifier(alias)}.${identifier(column)} ${keyword(direction)} nulls ${keyword(nulls)}`,
    ),
  );

/**
 * ORDER BY, for a node that looks at neighbouring rows and so may have moved them. The columns are those of the input,
 * not those that the SELECT makes.
 */
export const restored = (order: readonly OrderTerm[] | undefined, input: Input): Sql =>
  order === undefined ? keyword('') : sql` order by ${orderSql(order, input)}`;

/** The order that is left when columns go or get other names: up to the first term whose column is gone. */
export const survivingOrder = (
  order: readonly OrderTerm[] | undefined,
  nameNow: (column: string) => string | undefined,
): readonly OrderTerm[] | undefined => {
  const now = (order ?? []).map(({ column, ...rest }) => ({ ...rest, column: nameNow(column) }));
  const lost = now.findIndex(({ column }) => column === undefined);
  const terms = now.slice(0, lost < 0 ? now.length : lost);
  const known = terms.flatMap(({ column, ...rest }) => (column === undefined ? [] : [{ ...rest, column }]));
  return known.length > 0 ? known : undefined;
};
