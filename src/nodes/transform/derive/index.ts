import * as z from 'zod';
import {
  type ColumnUse,
  defineNode,
  type Expression,
  findColumn,
  type Input,
  type OrderTerm,
  sql,
  sqlExpression,
} from '../../../kit/index.js';
import { chanceFindings } from '../../shared/chance.js';
import {
  computed,
  copiesIn,
  hasWindow,
  kept,
  lineageOf,
  namedBy,
  type OutputColumn,
  selectList,
} from '../../shared/columns.js';
import { duplicates, keysOf } from '../../shared/findings.js';
import { restored, survivingOrder } from '../../shared/order.js';
import { eachOfOne } from '../../shared/trace.js';
import { example } from './example.js';

interface Derivation {
  readonly config: { readonly columns: Readonly<Record<string, Expression>> };
  readonly input: Input;
}

const overwrites = ({ config, input }: Derivation): ReadonlyMap<string, Expression> =>
  new Map(
    Object.entries(config.columns).flatMap(([name, expression]) => {
      const column = findColumn(input.schema, name);
      return column ? [[column.name, expression] as const] : [];
    }),
  );

const outputsOf = (derivation: Derivation): readonly OutputColumn[] => {
  const { config, input } = derivation;
  const changed = overwrites(derivation);
  const old = input.schema.map(({ name }) => {
    const expression = changed.get(name);
    return expression ? computed(name, expression) : kept(input, name);
  });
  const added = Object.entries(config.columns).filter(([name]) => !findColumn(input.schema, name));
  return [...old, ...added.map(([name, expression]) => computed(name, expression))];
};

/** Columns that are overwritten must be there: they hold the places of the new ones. */
const placeholders = (derivation: Derivation): readonly ColumnUse[] =>
  [...overwrites(derivation).keys()].map((column) => ({ input: derivation.input.alias, column }));

const usesWindows = ({ config }: Derivation): boolean => Object.values(config.columns).some(hasWindow);

const orderOf = (derivation: Derivation): readonly OrderTerm[] | undefined => {
  const changed = overwrites(derivation);
  return survivingOrder(derivation.input.order, (column) => (changed.has(column) ? undefined : column));
};

export const derive = defineNode({
  kind: 'derive',
  family: 'transform',
  summary: 'Adds columns, or overwrites them.',
  description: `Each expression sees the columns of the input as they were: never what another expression of the same node
gives. Windows (\`OVER\`) may be used. A name that the input has already, without regard to case, overwrites that
column in its place and keeps its spelling; new columns come last, in the order written.

All rows are kept. Their order is kept as far as its columns are not overwritten.`,
  config: z.strictObject({
    columns: namedBy(sqlExpression('window')).describe(
      'New or overwritten columns, each with its SQL expression.',
    ),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: ({ config }) => [
    ...duplicates(keysOf(config.columns, 'columns')),
    ...chanceFindings(config.columns, 'columns'),
  ],
  lower: (context) => {
    const { input } = context;
    const order = usesWindows(context) ? orderOf(context) : undefined;
    return sql`select ${selectList(outputsOf(context))} from ${input}${restored(order, input)}`;
  },
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: placeholders(context) }),
  rowByRow: ({ columns }) => Object.values(columns).every(({ text }) => !/\bover\b/i.test(text)),
  passes: (context) => (usesWindows(context) ? {} : copiesIn(outputsOf(context))),
  traces: (context) => eachOfOne(context, outputsOf(context), usesWindows(context)),
  order: (context) => orderOf(context),
});
