import { didYouMean } from '../../../base/diagnostics/suggest.js';
import type { Allowed, SqlFault } from '../../../kit/index.js';
import { aggregateFunctions, scalarFunctions, tableFunctions, windowFunctions } from './functions.js';
import { isTree, listOf, nodesOf, type Tree, textOf } from './tree.js';

/** What a piece of SQL may contain. */
export interface Allowance {
  readonly form: 'expression' | 'query';
  readonly allows: Allowed;
  /** Names that may stand in FROM, in lower case. */
  readonly relations: ReadonlySet<string>;
}

/** A fault with the node that it is about. */
export interface TreeFault extends SqlFault {
  readonly node?: Tree;
}

const classes = new Set(
  `CONSTANT COLUMN_REF FUNCTION OPERATOR COMPARISON CONJUNCTION CASE CAST BETWEEN LAMBDA PARAMETER STAR WINDOW
   COLLATE SUBQUERY LAMBDA_REF`.split(/\s+/),
);

const queryTypes = new Set(
  `SELECT_NODE SET_OPERATION_NODE CTE_NODE
   SUBQUERY JOIN EMPTY EXPRESSION_LIST PIVOT TABLE_FUNCTION BASE_TABLE
   ORDER_MODIFIER LIMIT_MODIFIER DISTINCT_MODIFIER
   ORDER_DEFAULT ASCENDING DESCENDING`.split(/\s+/),
);

const refused = (what: string, node: Tree): TreeFault => ({
  code: 'MR2109',
  message: `${what} may not be used here`,
  node,
});

export const unknownFunction = (name: string, node: Tree): TreeFault => {
  const label = didYouMean(name, [...scalarFunctions, ...aggregateFunctions, ...windowFunctions]);
  return { code: 'MR2106', message: `unknown function "${name}"`, node, ...(label ? { label } : {}) };
};

/** Functions that exist in the engine and are kept out, with the reason. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [
    /^(now|today|current_(date|time|timestamp)|get_current_(time|timestamp)|current_local(time|timestamp)|transaction_timestamp|ago)$/,
    'the clock; use $run_time',
  ],
  [/^(random|uuid|uuidv4|uuidv7|gen_random_uuid|setseed|reservoir_quantile)$/, 'chance'],
  [/^(read_.*|parquet_.*|glob|sniff_csv|query|query_table|.*_scan)$/, 'files or other tables'],
  [
    /^(current_.*|getvariable|getenv|version|user|session_user|pg_.*|duckdb_.*|pragma_.*|has_.*|inet_.*|in_search_path|txid_current|nextval|currval|write_log|sleep_ms|error)$/,
    "the engine's session",
  ],
];

const functionFault = (node: Tree, { allows }: Allowance): TreeFault | undefined => {
  const name = textOf(node, 'function_name').toLowerCase();
  if (scalarFunctions.has(name)) {
    const isCurrentAge = name === 'age' && listOf(node, 'children').length < 2;
    return isCurrentAge ? refused('"age" of one date reads the clock and', node) : undefined;
  }
  if (aggregateFunctions.has(name)) {
    return allows === 'aggregate'
      ? undefined
      : { code: 'MR2116', message: `"${name}" is an aggregate and may not be used here`, node };
  }
  if (windowFunctions.has(name)) {
    const what = allows === 'windowed' ? 'may not stand inside of a call' : 'needs an OVER clause';
    return { code: 'MR2116', message: `"${name}" ${what}`, node };
  }
  const reason = forbidden.find(([pattern]) => pattern.test(name))?.[1];
  return reason ? refused(`"${name}" reaches ${reason} and`, node) : unknownFunction(name, node);
};

const windowFault = (node: Tree, { allows, form }: Allowance): TreeFault | undefined => {
  if (allows !== 'window' && form !== 'query') {
    return { code: 'MR2116', message: 'a window (OVER) may not be used here', node };
  }
  const name = textOf(node, 'function_name').toLowerCase();
  return windowFunctions.has(name) || aggregateFunctions.has(name) ? undefined : unknownFunction(name, node);
};

const expressionFault = (node: Tree, allowance: Allowance): TreeFault | undefined => {
  const kind = textOf(node, 'class');
  if (!classes.has(kind))
    return refused(`"${textOf(node, 'type').toLowerCase().replaceAll('_', ' ')}"`, node);
  if (kind === 'FUNCTION') return functionFault(node, allowance);
  if (kind === 'WINDOW') return windowFault(node, allowance);
  if (kind === 'STAR' && allowance.form === 'expression') {
    return { code: 'MR2102', message: 'a star gives several columns; one expression is asked for', node };
  }
  return undefined;
};

const tableFault = (node: Tree, allowance: Allowance): TreeFault | undefined => {
  const name = textOf(node, 'table_name');
  const qualified = textOf(node, 'schema_name') || textOf(node, 'catalog_name');
  if (!qualified && !isTree(node['at_clause']) && allowance.relations.has(name.toLowerCase()))
    return undefined;
  const known = [...allowance.relations];
  const label = didYouMean(name, known);
  return {
    code: 'MR2110',
    message: `unknown relation "${qualified ? `${qualified}.` : ''}${name}"`,
    node,
    notes: [known.length > 0 ? `inputs: ${known.join(', ')}` : 'an expression reads no relation at all'],
    ...(label ? { label } : {}),
  };
};

const tableFunctionFault = (node: Tree): TreeFault | undefined => {
  const call = isTree(node['function']) ? node['function'] : {};
  const name = textOf(call, 'function_name').toLowerCase();
  if (tableFunctions.has(name)) return undefined;
  return {
    ...refused(`the table function "${name}"`, node),
    notes: [`allowed: ${[...tableFunctions].join(', ')}`],
  };
};

const relationFault = (node: Tree, allowance: Allowance): TreeFault | undefined => {
  const type = textOf(node, 'type');
  if (isTree(node['sample'])) return refused('a sample', node);
  if (type === 'BASE_TABLE') return tableFault(node, allowance);
  if (type === 'TABLE_FUNCTION') return tableFunctionFault(node);
  if (queryTypes.has(type) || type.endsWith('_TYPE_INFO')) return undefined;
  return refused(`"${type.toLowerCase().replaceAll('_', ' ')}"`, node);
};

/** The one call of a windowed expression, which is judged by itself; what stands in it is judged here. */
const windowedCall = (query: Tree, { allows }: Allowance): readonly Tree[] =>
  allows === 'windowed' ? listOf(query, 'select_list') : [];

/** Table functions are named in FROM only, so their call is judged with the relation that holds it. */
const isTableCall = (tree: Tree): readonly Tree[] =>
  textOf(tree, 'type') === 'TABLE_FUNCTION' && isTree(tree['function']) ? [tree['function']] : [];

/** Names of the query's own WITH clauses; recursion is not among them. */
const commonTables = (nodes: readonly Tree[]): readonly string[] =>
  nodes.flatMap((node) =>
    isTree(node['cte_map'])
      ? listOf(node['cte_map'], 'map').map((entry) => textOf(entry, 'key').toLowerCase())
      : [],
  );

/** The first thing in the tree that is not on the allow-list. What is unknown is refused. */
export const findForbidden = (query: Tree, allowance: Allowance): TreeFault | undefined => {
  const nodes = nodesOf(query);
  const relations = new Set([
    ...allowance.relations,
    ...(allowance.form === 'query' ? commonTables(nodes) : []),
  ]);
  const judged = new Set([...nodes.flatMap(isTableCall), ...windowedCall(query, allowance)]);
  for (const node of nodes) {
    const fault =
      typeof node['class'] === 'string'
        ? judged.has(node)
          ? undefined
          : expressionFault(node, { ...allowance, relations })
        : typeof node['type'] === 'string'
          ? relationFault(node, { ...allowance, relations })
          : undefined;
    if (fault) return fault;
  }
  return undefined;
};
