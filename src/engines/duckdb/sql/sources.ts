import type { ColumnUse, Relation } from '../../../kit/index.js';
import { columnsOf, lambdaNames, sameName } from './columns.js';
import { isTree, listOf, namesOf, nodesOf, type Tree, textOf } from './tree.js';

/** By the columns that a query gives, the input columns that each is made of. */
export type QuerySources = Readonly<Record<string, readonly ColumnUse[]>>;

const lower = (name: string): string => name.toLowerCase();

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isTree(value) ? Object.values(value).flatMap(textsIn) : [];
};

const isExpression = (node: Tree): boolean => typeof node['class'] === 'string';

/** Names that the node gives to columns: by AS, by a list of columns behind a table, by REPLACE or RENAME of a star. */
const givenBy = (node: Tree): readonly string[] => {
  const alias = isExpression(node) ? textOf(node, 'alias') : '';
  // A column under its own name is the same under it.
  const isOwn = textOf(node, 'class') === 'COLUMN_REF' && sameName(alias, namesOf(node).at(-1) ?? '');
  return [
    ...(alias === '' || isOwn ? [] : [alias]),
    ...textsIn([node['column_name_alias'], node['aliases'], node['replace_list'], node['rename_list']]),
  ];
};

const isRelation = (node: Tree): boolean => !isExpression(node) && typeof node['type'] === 'string';

const tablesIn = (nodes: readonly Tree[], relations: readonly Relation[]): ReadonlySet<string> =>
  new Set(
    [
      ...relations.map(({ alias }) => alias),
      ...nodes.flatMap((node) => [
        ...(isRelation(node) ? [textOf(node, 'alias')] : []),
        ...(isTree(node['cte_map']) ? listOf(node['cte_map'], 'map').map((each) => textOf(each, 'key')) : []),
      ]),
    ].map(lower),
  );

const isSet = (node: Tree): boolean => textOf(node, 'type') === 'SET_OPERATION_NODE';

/** The query, and what it is put together of: their columns are its own, by their places. */
const partsOf = (query: Tree): readonly Tree[] =>
  isSet(query)
    ? [query, ...[query['left'], query['right'], query['children']].flat().filter(isTree).flatMap(partsOf)]
    : [query];

/** Whether columns go by the places of SELECTs alone, which are all that a query is put together of. */
const isByPlace = (parts: readonly Tree[], nodes: readonly Tree[]): boolean =>
  parts.every((part) => isSet(part) || textOf(part, 'type') === 'SELECT_NODE') &&
  !parts.some((part) => /BY_NAME/.test(textOf(part, 'setop_type'))) &&
  // Within one that is not such a part, values come by place into columns of any name.
  nodes.every((node) => !isSet(node) || parts.includes(node));

const reads = (node: Tree): boolean => nodesOf(node).some((each) => textOf(each, 'class') === 'COLUMN_REF');

/** An expression without a name gets one from the engine, which may be that of an input's column. */
const isNameless = (item: Tree): boolean =>
  !['COLUMN_REF', 'STAR'].includes(textOf(item, 'class')) && textOf(item, 'alias') === '' && reads(item);

/** What brings values from column to column without a name being given: of it, each column may be made of all. */
const isOpaque = (node: Tree): boolean => {
  const type = textOf(node, 'type');
  if (type === 'PIVOT') return true;
  return (type === 'TABLE_FUNCTION' || type === 'EXPRESSION_LIST') && reads(node);
};

/** SELECTs whose columns others may name: not the parts of the query itself, nor those that are one value. */
const innerSelects = (nodes: readonly Tree[], parts: readonly Tree[]): readonly Tree[] => {
  const values = nodes.flatMap((node) => {
    const { subquery } = node;
    return textOf(node, 'class') === 'SUBQUERY' && isTree(subquery) ? [subquery['node']] : [];
  });
  return nodes.filter(
    (node) => textOf(node, 'type') === 'SELECT_NODE' && !parts.includes(node) && !values.includes(node),
  );
};

const hasStar = (tree: unknown): boolean => nodesOf(tree).some((node) => textOf(node, 'class') === 'STAR');

const named = (name: string, relations: readonly Relation[]): readonly ColumnUse[] =>
  relations.flatMap(({ alias, schema }) =>
    schema
      .filter((column) => sameName(column.name, name))
      .map((column) => ({ input: alias, column: column.name })),
  );

interface Reading {
  readonly relations: readonly Relation[];
  /** All that the query names. */
  readonly all: readonly ColumnUse[];
  readonly tables: ReadonlySet<string>;
  readonly lambdas: ReadonlySet<string>;
  /** Whether a name was given by something else than some parts of the query. */
  readonly isGiven: (name: string, but: readonly Tree[]) => boolean;
}

const ofReference = (node: Tree, item: Tree, reading: Reading): readonly ColumnUse[] => {
  const { relations, all, tables, lambdas, isGiven } = reading;
  const names = namesOf(node);
  if (names.some((name) => isGiven(name, [item]))) return all;
  if (names.length === 1 && tables.has(lower(names[0] ?? ''))) return all;
  const found = names.flatMap((name) => named(name, relations));
  return found.length > 0 || lambdas.has(lower(names[0] ?? '')) ? found : all;
};

const ofItem = (item: Tree, reading: Reading): readonly ColumnUse[] =>
  hasStar(item)
    ? reading.all
    : nodesOf(item)
        .filter((node) => textOf(node, 'class') === 'COLUMN_REF')
        .flatMap((node) => ofReference(node, item, reading));

const nameOf = (item: Tree): string =>
  textOf(item, 'alias') || (textOf(item, 'class') === 'COLUMN_REF' ? (namesOf(item).at(-1) ?? '') : '');

/** A column of that name may be the star's, and then has the values of that name unless something else was given it. */
const byName = (name: string, items: readonly Tree[], reading: Reading): readonly ColumnUse[] => {
  const { relations, all, isGiven } = reading;
  const made = items.filter((item) => textOf(item, 'class') !== 'STAR' && sameName(nameOf(item), name));
  const isStarred = items.some((item) => textOf(item, 'class') === 'STAR');
  const starred = isStarred ? named(name, relations) : [];
  const isKnown = made.length > 0 || (isStarred && starred.length > 0);
  if (!isKnown || (isStarred && isGiven(name, made))) return all;
  return [...made.flatMap((item) => ofItem(item, reading)), ...starred];
};

const distinct = (uses: readonly ColumnUse[]): readonly ColumnUse[] => [
  ...new Map(uses.map((use) => [`${use.input}\u0000${use.column}`, use])).values(),
];

/**
 * What each column of a query is made of. Where it cannot be told by names, it is all that the query reads: what is said to
 * be made of too little would be shown to those who may not see it.
 */
export const sourcesOf = (
  query: Tree,
  columns: readonly string[],
  relations: readonly Relation[],
): QuerySources => {
  const nodes = nodesOf(query);
  const all = columnsOf(query, relations, 'query');
  const given = nodes.flatMap((node) => givenBy(node).map((name) => [lower(name), node] as const));
  const reading: Reading = {
    relations,
    all,
    tables: tablesIn(nodes, relations),
    lambdas: lambdaNames(query),
    isGiven: (name, but) => given.some(([other, node]) => !but.includes(node) && other === lower(name)),
  };
  const parts = partsOf(query);
  const hasNameless = innerSelects(nodes, parts).some((select) =>
    listOf(select, 'select_list').some(isNameless),
  );
  const isPlain = isByPlace(parts, nodes) && !nodes.some(isOpaque) && !hasNameless;
  const lists = parts.filter((part) => !isSet(part)).map((select) => listOf(select, 'select_list'));
  const hasStars = lists.some((items) => items.some((item) => textOf(item, 'class') === 'STAR'));
  const made = (name: string, place: number): readonly ColumnUse[] => {
    if (!isPlain) return all;
    const [only] = lists;
    if (only && lists.length === 1) return byName(name, only, reading);
    if (hasStars) return all;
    return lists.flatMap((items) => {
      const item = items[place];
      return item ? ofItem(item, reading) : all;
    });
  };
  return Object.fromEntries(columns.map((name, place) => [name, distinct(made(name, place))]));
};
