import * as z from 'zod';
import { defineNode, type Finding, findColumn, type Input, newColumn, sql } from '../../../kit/index.js';
import {
  copiesIn,
  kept,
  lineageOf,
  namedBy,
  nameIn,
  type OutputColumn,
  selectList,
} from '../../shared/columns.js';
import { duplicates, keysOf, unknownColumn } from '../../shared/findings.js';
import { survivingOrder } from '../../shared/order.js';
import { example } from './example.js';

interface Renaming {
  readonly config: { readonly columns: Readonly<Record<string, string>> };
  readonly input: Input;
}

const newNames = ({ config, input }: Renaming): ReadonlyMap<string, string> =>
  new Map(Object.entries(config.columns).map(([old, name]) => [nameIn(input, old), name]));

const outputsOf = (renaming: Renaming): readonly OutputColumn[] => {
  const { input } = renaming;
  const names = newNames(renaming);
  return input.schema.map(({ name }) => ({ ...kept(input, name), name: names.get(name) ?? name }));
};

/** A new name that another column has: one that stays, or one that is renamed too. */
const collisions = (renaming: Renaming): readonly Finding[] => {
  const { config, input } = renaming;
  const names = newNames(renaming);
  const staying = input.schema.filter(({ name }) => !names.has(name));
  return duplicates([
    ...staying.map(({ name }) => ({ name, path: ['columns'] })),
    ...Object.entries(config.columns).map(([old, name]) => ({ name, path: ['columns', old] })),
  ]);
};

export const rename = defineNode({
  kind: 'rename',
  family: 'transform',
  summary: 'Gives columns other names.',
  description: `All columns stay in their places with their values; all at once take their new names, so that two can be
swapped. A name must not be taken by another column (MR2114). The order of rows is kept.`,
  config: z.strictObject({
    columns: namedBy(newColumn()).describe('`old: new` for each column.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: (context) => {
    const unknown = keysOf(context.config.columns, 'columns').filter(
      ({ name }) => !findColumn(context.input.schema, name),
    );
    if (unknown.length > 0) return unknown.map((given) => unknownColumn(given, context.input));
    return [...duplicates(keysOf(context.config.columns, 'columns')), ...collisions(context)];
  },
  rowByRow: () => true,
  lower: (context) => sql`select ${selectList(outputsOf(context))} from ${context.input}`,
  lineage: (context) => ({ columns: lineageOf(outputsOf(context)), rows: [] }),
  passes: (context) => copiesIn(outputsOf(context)),
  order: (context) => {
    const names = newNames(context);
    return survivingOrder(context.input.order, (column) => names.get(column) ?? column);
  },
});
