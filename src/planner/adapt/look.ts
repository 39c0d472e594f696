import { identifier, joined, type Sql, sql } from '../../kit/index.js';
import { contractCast } from '../contract/cast.js';
import { documentNode } from '../graph/graph.js';
import { inputsOf } from '../logical/inputs.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import { lowerNode } from '../physical/lower.js';

/** Kinds that take one row after the other: to look at their rows costs no more than to read. */
const CHEAP = new Set(['filter', 'select', 'rename', 'cast', 'derive', contractCast.kind]);

const isGuard = ({ kind }: LogicalNode): boolean => kind.family === 'transform' && kind.guard !== undefined;

/** A contract lets all rows by while they are only looked at: none is taken out, and none is kept. */
const asSeen = (plan: LogicalPlan, node: LogicalNode): Sql => {
  const [input] = inputsOf(plan, node);
  if (!isGuard(node) || !input) return lowerNode(plan, node);
  return sql`select ${joined(node.schema.map(({ name }) => identifier(name)))} from ${input}`;
};

/** Of a contract only the rows that it guards are needed, and not those that it refers to. */
const needed = (node: LogicalNode): LogicalNode['inputs'] =>
  isGuard(node) ? node.inputs.slice(0, 1) : node.inputs;

/** The nodes that rows go through before they come to a node, each once; or the one that makes them costly. */
const way = (
  plan: LogicalPlan,
  names: readonly string[],
): { readonly nodes: ReadonlySet<string> } | { readonly costly: LogicalNode } => {
  const nodes = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (nodes.has(name)) continue;
    const node = nodeNamed(plan, name);
    const isCheap = node.kind.family === 'read' || CHEAP.has(node.kind.kind) || isGuard(node);
    if (!isCheap) return { costly: node };
    nodes.add(name);
    open.push(...needed(node).map((edge) => edge.node));
  }
  return { nodes };
};

/** The size of all files that the rows of a node come from. */
export const bytesBefore = (plan: LogicalPlan, node: LogicalNode): number => {
  const names = new Set([node.name]);
  const before = [...plan.nodes].reverse().filter(({ name, inputs }) => {
    if (names.has(name)) for (const edge of inputs) names.add(edge.node);
    return names.has(name);
  });
  const files = before.flatMap(({ source }) => source?.files ?? []);
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
};

/** SQL that looks at the inputs of a node, or why they are not looked at before a run. */
export const lookAtInputs = (
  plan: LogicalPlan,
  node: LogicalNode,
  measure: Sql,
): { readonly query: Sql } | { readonly why: string } => {
  const found = way(
    plan,
    node.inputs.map((edge) => edge.node),
  );
  if ('costly' in found) {
    const { name, kind } = found.costly;
    return {
      why: `"${documentNode(name)}" (${kind.kind}) makes its rows in the run, so they were not looked at`,
    };
  }
  const tables = plan.nodes
    .filter(({ name }) => found.nodes.has(name))
    .map((one) => sql`${identifier(one.name)} as not materialized (${asSeen(plan, one)})`);
  return { query: sql`with ${joined(tables)} ${measure}` };
};
