import { isLosslessNumber, parse, stringify } from 'lossless-json';

/** A node of DuckDB's syntax tree as `json_serialize_sql` gives it. Numbers are kept as written. */
export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

/** Numbers keep every digit: a constant of 38 digits must survive the way through JSON. */
export const readTree = (json: string): Tree => {
  const value = parse(json);
  return isTree(value) ? value : {};
};

export const writeTree = (tree: unknown): string => stringify(tree) ?? 'null';

const collect = (value: unknown, nodes: Tree[]): void => {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes);
  if (!isTree(value)) return;
  nodes.push(value);
  for (const key in value) collect(value[key], nodes);
};

/** Every node of the tree, parents first. */
export const nodesOf = (value: unknown): readonly Tree[] => {
  const nodes: Tree[] = [];
  collect(value, nodes);
  return nodes;
};

/** The tree with each node replaced by what `change` gives for it, children first. */
export const mapTree = (value: unknown, change: (node: Tree) => Tree): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapTree(item, change));
  if (!isTree(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, mapTree(child, change)]);
  return change(Object.fromEntries(entries));
};

export const textOf = (tree: Tree, key: string): string => {
  const value = tree[key];
  return typeof value === 'string' ? value : '';
};

export const listOf = (tree: Tree, key: string): readonly Tree[] => {
  const value = tree[key];
  return Array.isArray(value) ? value.filter(isTree) : [];
};

export const namesOf = (tree: Tree): readonly string[] => {
  const value = tree['column_names'];
  return Array.isArray(value) ? value.map(String) : [];
};

/** Where the node stands in the text that was parsed, in bytes; undefined where the engine does not say. */
export const locationOf = (tree: Tree): number | undefined => {
  const value = tree['query_location'];
  return isLosslessNumber(value) || typeof value === 'number' ? Number(value) : undefined;
};

/** The one statement's query node. */
export const queryOf = (tree: Tree): Tree | undefined => {
  const [statement, second] = listOf(tree, 'statements');
  const node = statement?.['node'];
  return second === undefined && isTree(node) ? node : undefined;
};
