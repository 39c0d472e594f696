import type { SqlFault } from '../../../kit/index.js';
import { isTree, listOf, type Tree, textOf } from './tree.js';

const clauses = [
  'where_clause',
  'group_expressions',
  'group_sets',
  'having',
  'qualify',
  'sample',
  'modifiers',
];

const present = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;

const hasCommonTables = (query: Tree): boolean =>
  isTree(query['cte_map']) && listOf(query['cte_map'], 'map').length > 0;

/** Holds a parsed `SELECT <text>` against the shape of one bare expression; gives its tree. */
export const singleExpression = (query: Tree): Tree | SqlFault => {
  const items = listOf(query, 'select_list');
  const from = isTree(query['from_table']) ? textOf(query['from_table'], 'type') : 'EMPTY';
  const only = items[0];
  if (textOf(query, 'type') !== 'SELECT_NODE' || only === undefined) {
    return { code: 'MR2102', message: 'not a single expression' };
  }
  if (items.length > 1) {
    return { code: 'MR2102', message: `${items.length} expressions, where one is asked for` };
  }
  if (from !== 'EMPTY' || hasCommonTables(query) || clauses.some((clause) => present(query[clause]))) {
    return { code: 'MR2102', message: 'an expression has no FROM, WHERE, GROUP BY or ORDER BY of its own' };
  }
  return only;
};

/** Whether `singleExpression` gave a fault. */
export const isFault = (value: Tree | SqlFault): value is SqlFault => 'code' in value && 'message' in value;
