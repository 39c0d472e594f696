import type { ColumnUse, Input, Schema } from '../../kit/index.js';
import { namedColumns } from '../logical/lineage.js';
import { isSink, type LogicalNode, type LogicalPlan, runsCode } from '../logical/plan.js';
import type { Rule } from './rule.js';

type Needs = Map<string, Set<string>>;

const schemas = (plan: LogicalPlan): ReadonlyMap<string, LogicalNode> =>
  new Map(plan.nodes.map((node) => [node.name, node]));

const inputsOf = (node: LogicalNode, all: ReadonlyMap<string, LogicalNode>): readonly Input[] =>
  node.inputs.map(({ alias, node: from }) => {
    const source = all.get(from);
    return {
      kind: 'relation',
      alias,
      name: from,
      schema: source?.schema ?? [],
      ...(source?.order ? { order: source.order } : {}),
    };
  });

const everything = (inputs: readonly Input[]): readonly ColumnUse[] =>
  inputs.flatMap(({ alias, schema }) => schema.map(({ name }) => ({ input: alias, column: name })));

const ordering = (inputs: readonly Input[]): readonly ColumnUse[] =>
  inputs.flatMap(({ alias, order = [] }) => order.map(({ column }) => ({ input: alias, column })));

/**
 * The input columns that a node cannot do without, given which of its own columns are needed.
 * Whatever its config names counts, needed or not: its SQL must still bind.
 */
const usesOf = (
  node: LogicalNode,
  inputs: readonly Input[],
  needed: ReadonlySet<string>,
): readonly ColumnUse[] => {
  if (node.kind.family === 'write') return everything(inputs);
  const columns = Object.entries(node.lineage.columns).filter(([name]) => needed.has(name));
  return [
    ...node.lineage.rows,
    ...namedColumns(node.config, inputs),
    ...(node.kind.family === 'transform'
      ? [...columns.flatMap(([, uses]) => uses), ...ordering(inputs)]
      : []),
  ];
};

const collectNeeds = (plan: LogicalPlan): Needs => {
  const all = schemas(plan);
  const needs: Needs = new Map(plan.nodes.map(({ name }) => [name, new Set<string>()]));
  for (const node of [...plan.nodes].reverse()) {
    const own = isSink(node)
      ? new Set(node.schema.map(({ name }) => name))
      : (needs.get(node.name) ?? new Set());
    const inputs = inputsOf(node, all);
    for (const { input, column } of usesOf(node, inputs, own)) {
      const edge = node.inputs.find(({ alias }) => alias === input);
      if (edge) needs.get(edge.node)?.add(column);
    }
  }
  return needs;
};

/** Columns of a node that are still there once its inputs have lost some. */
const surviving = (node: LogicalNode, narrowed: ReadonlyMap<string, Schema>): Schema =>
  node.schema.filter(({ name }) =>
    (node.lineage.columns[name] ?? []).every(({ input, column }) => {
      const edge = node.inputs.find(({ alias }) => alias === input);
      const schema = edge && narrowed.get(edge.node);
      return schema === undefined || schema.some((other) => other.name === column);
    }),
  );

/** Reading costs by the column, and so does what goes to processes and comes back. */
const choosesColumns = (node: LogicalNode): boolean => node.kind.family === 'read' || runsCode(node);

const narrow = (node: LogicalNode, needs: Needs, narrowed: Map<string, Schema>): LogicalNode => {
  const wanted = needs.get(node.name) ?? new Set();
  const schema = choosesColumns(node)
    ? node.schema.filter(({ name }) => wanted.has(name))
    : surviving(node, narrowed);
  narrowed.set(node.name, schema);
  return { ...node, schema };
};

/** Reads only the columns that something needs. */
export const pruneColumns: Rule = {
  name: 'prune_columns',
  summary: 'Reading nodes read the columns that something needs, and no others.',
  apply: (plan) => {
    const needs = collectNeeds(plan);
    const narrowed = new Map<string, Schema>();
    const nodes = plan.nodes.map((node) => narrow(node, needs, narrowed));
    const notes = plan.nodes.flatMap((node, index) => {
      const kept = nodes[index]?.schema.length ?? 0;
      return node.kind.family === 'read' && kept < node.schema.length
        ? [`"${node.name}" reads ${kept} of ${node.schema.length} columns`]
        : [];
    });
    return { plan: { nodes }, notes };
  },
};
