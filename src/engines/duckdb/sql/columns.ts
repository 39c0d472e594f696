import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { type ColumnUse, findColumn, type Relation, shownNames } from '../../../kit/index.js';
import type { TreeFault } from './allow.js';
import { isTree, namesOf, nodesOf, type Tree, textOf } from './tree.js';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const withAlias = (names: readonly string[], relations: readonly Relation[]): ColumnUse | undefined => {
  const [first = '', second] = names;
  const relation = relations.find(({ alias }) => same(alias, first));
  const column = relation && second !== undefined ? findColumn(relation.schema, second) : undefined;
  return relation && column ? { input: relation.alias, column: column.name } : undefined;
};

const bare = (names: readonly string[], relations: readonly Relation[]): ColumnUse | undefined => {
  for (const relation of relations) {
    const column = findColumn(relation.schema, names[0] ?? '');
    if (column) return { input: relation.alias, column: column.name };
  }
  return undefined;
};

const lambdaNames = (tree: unknown): ReadonlySet<string> =>
  new Set(
    nodesOf(tree)
      .filter((node) => textOf(node, 'class') === 'LAMBDA')
      .flatMap((node) => (isTree(node['lhs']) ? nodesOf(node['lhs']).flatMap(namesOf) : []))
      .map((name) => name.toLowerCase()),
  );

const references = (tree: unknown): readonly Tree[] =>
  nodesOf(tree).filter((node) => textOf(node, 'class') === 'COLUMN_REF');

const starUses = (tree: unknown, relations: readonly Relation[]): readonly ColumnUse[] => {
  const hasStar = nodesOf(tree).some((node) => textOf(node, 'class') === 'STAR');
  return hasStar
    ? relations.flatMap(({ alias, schema }) => schema.map(({ name }) => ({ input: alias, column: name })))
    : [];
};

/** An input's alias on its own stands for its whole row. */
const wholeRow = (names: readonly string[], relations: readonly Relation[]): readonly ColumnUse[] => {
  const relation = relations.find(({ alias }) => names.length === 1 && same(alias, names[0] ?? ''));
  return relation ? relation.schema.map(({ name }) => ({ input: relation.alias, column: name })) : [];
};

const distinct = (uses: readonly ColumnUse[]): readonly ColumnUse[] => [
  ...new Map(uses.map((use) => [`${use.input}\u0000${use.column}`, use])).values(),
];

/** The input columns that a tree names; whatever cannot be told (stars) counts as all of them. */
export const columnsOf = (tree: unknown, relations: readonly Relation[]): readonly ColumnUse[] =>
  distinct([
    ...references(tree).flatMap((node) => {
      const names = namesOf(node);
      return withAlias(names, relations) ?? bare(names, relations) ?? wholeRow(names, relations);
    }),
    ...starUses(tree, relations),
  ]);

/** A reference to a column that no input has. Queries are left to the engine: they may name their own columns. */
export const unknownColumn = (tree: unknown, relations: readonly Relation[]): TreeFault | undefined => {
  const lambdas = lambdaNames(tree);
  const hasSubquery = nodesOf(tree).some((node) => textOf(node, 'class') === 'SUBQUERY');
  if (hasSubquery) return undefined;
  for (const node of references(tree)) {
    const names = namesOf(node);
    if (lambdas.has((names[0] ?? '').toLowerCase())) continue;
    if (withAlias(names, relations) || bare(names, relations) || wholeRow(names, relations).length > 0)
      continue;
    const isAliased = names.length > 1 && relations.some(({ alias }) => same(alias, names[0] ?? ''));
    const wanted = (isAliased ? names[1] : names[0]) ?? '';
    return columnFault(wanted, relations, names.join('.'), node);
  }
  return undefined;
};

/** Words that SQL reads as functions of the clock although they look like columns. */
const clock = new Set(
  'current_date current_time current_timestamp localtime localtimestamp now today'.split(' '),
);

const columnFault = (
  wanted: string,
  relations: readonly Relation[],
  written: string,
  node: Tree,
): TreeFault => {
  if (clock.has(wanted.toLowerCase())) {
    return {
      code: 'MR2109',
      message: `"${wanted}" reads the clock; use $run_time`,
      node,
      length: wanted.length,
    };
  }
  const label = didYouMean(wanted, relations.flatMap(shownNames));
  return {
    code: 'MR2104',
    message: `unknown column "${wanted}"`,
    node,
    length: written.length,
    notes: relations.map((relation) => `input "${relation.alias}" has: ${listed(shownNames(relation))}`),
    ...(label ? { label } : {}),
  };
};
