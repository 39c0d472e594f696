import { isTree, listOf, nodesOf, type Tree, textOf } from './tree.js';

/**
 * Trees to run once over a row of nulls. The engine binds `delay > 'abc'` and fails on the first row of a real
 * run; over one row of nulls it fails at once. Each part that CASE, AND or OR could skip is a probe of its own.
 */
const isText = (tree: unknown): boolean => {
  if (!isTree(tree) || textOf(tree, 'class') !== 'CONSTANT') return false;
  const value = isTree(tree['value']) ? tree['value'] : {};
  return isTree(value['type']) && textOf(value['type'], 'id') === 'VARCHAR' && value['is_null'] !== true;
};

const comparesText = (node: Tree): boolean => {
  const kind = textOf(node, 'class');
  if (kind === 'COMPARISON') return isText(node['left']) || isText(node['right']);
  if (kind === 'BETWEEN') return isText(node['lower']) || isText(node['upper']) || isText(node['input']);
  if (kind === 'OPERATOR' || kind === 'FUNCTION') return listOf(node, 'children').some(isText);
  return false;
};

const no: Tree = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  value: { type: { id: 'BOOLEAN' }, is_null: false, value: false },
};

/** A CASE that is certain to give one of its text branches, so that its cast to the common type is tried. */
const caseBranches = (node: Tree): readonly Tree[] => {
  const branches = [
    ...listOf(node, 'case_checks').map((check) => check['then_expr']),
    node['else_expr'],
  ].filter(isTree);
  return branches.filter(isText).map((chosen) => ({
    class: 'CASE',
    type: 'CASE_EXPR',
    case_checks: branches
      .filter((other) => other !== chosen)
      .map((other) => ({ when_expr: no, then_expr: other })),
    else_expr: chosen,
  }));
};

const skips = (tree: unknown): boolean =>
  nodesOf(tree).some((node) => ['CASE', 'CONJUNCTION'].includes(textOf(node, 'class')));

const costly = new Set([
  'range',
  'generate_series',
  'repeat',
  'lpad',
  'rpad',
  'bar',
  'unnest',
  'array_resize',
  'list_resize',
]);

/** Subqueries and functions that make rows or long texts out of numbers could run for ever. */
export const mayRunLong = (tree: unknown): boolean =>
  nodesOf(tree).some(
    (node) => textOf(node, 'class') === 'SUBQUERY' || costly.has(textOf(node, 'function_name').toLowerCase()),
  );

const insideLambda = (tree: unknown): ReadonlySet<Tree> =>
  new Set(
    nodesOf(tree)
      .filter((node) => textOf(node, 'class') === 'LAMBDA')
      .flatMap((node) => nodesOf(node)),
  );

/** The parts of an expression that have to be tried on their own. */
export const probesOf = (expression: Tree): readonly Tree[] => {
  if (!skips(expression)) return [];
  const lambdas = insideLambda(expression);
  return nodesOf(expression)
    .filter((node) => !lambdas.has(node))
    .flatMap((node) =>
      textOf(node, 'class') === 'CASE' ? caseBranches(node) : comparesText(node) ? [node] : [],
    );
};
