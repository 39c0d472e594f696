import { type Binding, type ColumnUse, findColumn, type Relation } from '../../../kit/index.js';
import { isTree, listOf, nodesOf, type Tree, textOf } from './tree.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Aggregates whose result goes by the order in which rows come. */
const ordered = words(
  'first last any_value arbitrary list array_agg string_agg listagg group_concat json_group_array json_group_object',
);

/** Window functions that look at single rows. */
const placed = words('row_number lag lead ntile first_value last_value nth_value');

/** Sums of floating point depend on the order in which they are added, in their last digits. */
const summing =
  words(`sum avg mean favg fsum kahan_sum sumkahan product stddev stddev_pop stddev_samp variance var_pop var_samp
  sem skewness kurtosis kurtosis_pop corr covar_pop covar_samp entropy regr_avgx regr_avgy regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy`);

const nameOf = (node: Tree): string => textOf(node, 'function_name').toLowerCase();

const hasOrder = (node: Tree): boolean =>
  listOf(isTree(node['order_bys']) ? node['order_bys'] : {}, 'orders').length > 0;

const isUnordered = (node: Tree): boolean => {
  const kind = textOf(node, 'class');
  if (kind === 'FUNCTION') return ordered.has(nameOf(node)) && !hasOrder(node);
  if (kind !== 'WINDOW' || listOf(node, 'orders').length > 0) return false;
  return placed.has(nameOf(node)) || (ordered.has(nameOf(node)) && listOf(node, 'arg_orders').length === 0);
};

const isUnorderedLimit = (node: Tree): boolean => {
  const types = listOf(node, 'modifiers').map((modifier) => textOf(modifier, 'type'));
  return types.includes('LIMIT_MODIFIER') && !types.includes('ORDER_MODIFIER');
};

/** What in the tree gives a result that goes by the order of rows although no order is given: names of functions, `limit`. */
const chanceIn = (tree: Tree): readonly string[] => [
  ...new Set(
    nodesOf(tree).flatMap((node) => {
      if (isUnorderedLimit(node)) return ['limit'];
      return isUnordered(node) ? [nameOf(node)] : [];
    }),
  ),
];

const isFloating = (relations: readonly Relation[], { input, column }: ColumnUse): boolean => {
  const relation = relations.find(({ alias }) => alias === input);
  return /^(FLOAT|DOUBLE)$/.test((relation && findColumn(relation.schema, column)?.type) ?? '');
};

/** Functions of the tree that add up floating point, so that last digits go by the order of rows. */
const floatSumsIn = (
  tree: Tree,
  columns: readonly ColumnUse[],
  relations: readonly Relation[],
): readonly string[] =>
  columns.some((use) => isFloating(relations, use))
    ? [
        ...new Set(
          nodesOf(tree)
            .map(nameOf)
            .filter((name) => summing.has(name)),
        ),
      ]
    : [];

/** What makes a result differ from run to run, where anything does. */
export const marksIn = (
  tree: Tree,
  columns: readonly ColumnUse[],
  relations: readonly Relation[],
): Pick<Binding, 'chance' | 'floating'> => {
  const [chance, floating] = [chanceIn(tree), floatSumsIn(tree, columns, relations)];
  return {
    ...(chance.length > 0 ? { chance } : {}),
    ...(floating.length > 0 ? { floating } : {}),
  };
};
