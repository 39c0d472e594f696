import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import {
  type BindRequest,
  type ColumnUse,
  findColumn,
  type Relation,
  shownNames,
} from '../../../kit/index.js';
import type { TreeFault } from './allow.js';
import { isTree, namesOf, nodesOf, type Tree, textOf } from './tree.js';

/** SQL does not tell case apart. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const withAlias = (names: readonly string[], relations: readonly Relation[]): ColumnUse | undefined => {
  const [first = '', second] = names;
  const relation = relations.find(({ alias }) => sameName(alias, first));
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

/** Names of the parameters of lambdas, in lower case. */
export const lambdaNames = (tree: unknown): ReadonlySet<string> =>
  new Set(
    nodesOf(tree)
      .filter((node) => textOf(node, 'class') === 'LAMBDA')
      .flatMap((node) => (isTree(node['lhs']) ? nodesOf(node['lhs']).flatMap(namesOf) : []))
      .map((name) => name.toLowerCase()),
  );

const namesIn = (tree: Tree, key: string): readonly unknown[] => {
  const value = tree[key];
  return Array.isArray(value) ? value : [];
};

const references = (tree: unknown): readonly Tree[] =>
  nodesOf(tree).filter((node) => textOf(node, 'class') === 'COLUMN_REF');

const allOf = (relations: readonly Relation[]): readonly ColumnUse[] =>
  relations.flatMap(({ alias, schema }) => schema.map(({ name }) => ({ input: alias, column: name })));

const starUses = (tree: unknown, relations: readonly Relation[]): readonly ColumnUse[] => {
  const hasStar = nodesOf(tree).some((node) => textOf(node, 'class') === 'STAR');
  return hasStar ? allOf(relations) : [];
};

/** An input's alias on its own stands for its whole row. */
const wholeRow = (names: readonly string[], relations: readonly Relation[]): readonly ColumnUse[] => {
  const relation = relations.find(({ alias }) => names.length === 1 && sameName(alias, names[0] ?? ''));
  return relation ? relation.schema.map(({ name }) => ({ input: relation.alias, column: name })) : [];
};

const distinct = (uses: readonly ColumnUse[]): readonly ColumnUse[] => [
  ...new Map(uses.map((use) => [`${use.input}\u0000${use.column}`, use])).values(),
];

/** A query may call an input as it likes: then any of its columns may be meant that has one of the names. */
const inQuery = (names: readonly string[], relations: readonly Relation[]): readonly ColumnUse[] =>
  allOf(relations).filter(({ column }) => names.some((name) => sameName(name, column)));

/** An input under another name may stand for its whole row, or have other names for its columns; PIVOT names none. */
const isRenamed = (tree: unknown): boolean => {
  const nodes = nodesOf(tree);
  const tables = nodes.filter((node) => textOf(node, 'type') === 'BASE_TABLE');
  const isNamed = (alias: string): boolean =>
    references(tree).some((node) => namesOf(node).length === 1 && sameName(namesOf(node)[0] ?? '', alias));
  return (
    nodes.some((node) => textOf(node, 'type') === 'PIVOT') ||
    tables.some(
      (node) => namesIn(node, 'column_name_alias').length > 0 || isNamed(textOf(node, 'alias') || '\u0000'),
    )
  );
};

/** The input columns that a tree names; whatever cannot be told (stars) counts as all of them. */
export const columnsOf = (
  tree: unknown,
  relations: readonly Relation[],
  form: BindRequest['form'] = 'expression',
): readonly ColumnUse[] => {
  if (form === 'query' && isRenamed(tree)) return allOf(relations);
  return distinct([
    ...references(tree).flatMap((node) => {
      const names = namesOf(node);
      const found = withAlias(names, relations) ?? bare(names, relations) ?? wholeRow(names, relations);
      return form === 'query' ? [found, inQuery(names, relations)].flat() : found;
    }),
    ...starUses(tree, relations),
  ]);
};

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
    const isAliased = names.length > 1 && relations.some(({ alias }) => sameName(alias, names[0] ?? ''));
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
