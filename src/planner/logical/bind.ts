import { isError, type Problem, problem } from '../../base/errors/index.js';
import {
  type Input,
  type Lineage,
  type NodeContext,
  nodeContext,
  type OrderTerm,
  type Outcome,
  type Schema,
  type SourceInfo,
} from '../../kit/index.js';
import { hiddenIn } from '../contract/adapt.js';
import type { Checked, Graph, GraphNode } from '../graph/graph.js';
import { type BindContext, bindLeaves, sqlPieces } from './bind-leaves.js';
import { defaultLineage } from './lineage.js';
import type { LogicalNode, LogicalPlan } from './plan.js';
import { findingProblem, sqlProblem } from './problems.js';

/** What is known of the outside when a graph is bound. */
export interface Known {
  /** Reading nodes whose files were looked at. A reading node that is missing here could not be read. */
  readonly sources: ReadonlyMap<string, SourceInfo>;
}

/** Nodes that have their types so far; a node that could not be bound is missing, and so are its readers. */
type Bound = Map<string, LogicalNode>;

const inputsOf = async (
  context: BindContext,
  node: GraphNode,
  bound: Bound,
): Promise<readonly Input[] | undefined> => {
  const inputs: Input[] = [];
  for (const [index, { alias, node: from }] of node.inputs.entries()) {
    const source = bound.get(from);
    if (!source) return undefined;
    const relation = await context.binder.relation(alias, source.schema);
    const hidden = index === 0 ? hiddenIn(node) : [];
    inputs.push({
      ...relation,
      ...(source.order ? { order: source.order } : {}),
      ...(hidden.length > 0 ? { hidden } : {}),
    });
  }
  return inputs;
};

const findings = (
  { parsed }: BindContext,
  { name, kind }: GraphNode,
  node: NodeContext<unknown>,
): readonly Problem[] =>
  kind.family === 'read'
    ? []
    : (kind.check?.(node) ?? []).map((finding) => findingProblem(parsed, name, finding));

/** Names that SQL would not tell apart in the output of a node. */
const repeatedColumns = ({ parsed }: BindContext, name: string, schema: Schema): readonly Problem[] => {
  const seen = new Set<string>();
  const repeated = schema.find(({ name: column }) => {
    const known = seen.has(column.toLowerCase());
    seen.add(column.toLowerCase());
    return known;
  });
  if (!repeated) return [];
  return [
    findingProblem(parsed, name, { code: 'MR2114', message: `two columns are called "${repeated.name}"` }),
  ];
};

const outputSchema = async (
  context: BindContext,
  { kind }: GraphNode,
  node: NodeContext<unknown>,
): Promise<Outcome<Schema>> => {
  if (kind.family === 'transform') {
    const known = kind.schema?.(node);
    return known ? { ok: true, value: known } : context.binder.describe(kind.lower(node));
  }
  if (kind.family === 'check') {
    const measures = await context.binder.describe(kind.lower(node));
    if (!measures.ok) return measures;
  }
  const written = kind.family === 'write' ? kind.lower?.(node) : undefined;
  return written ? context.binder.describe(written) : { ok: true, value: node.input.schema };
};

interface Facts {
  readonly lineage: Lineage;
  readonly order?: readonly OrderTerm[];
}

const factsOf = ({ kind }: GraphNode, node: NodeContext<unknown>, schema: Schema): Facts => {
  const fallback = (): Lineage => defaultLineage(node.config, node.inputs, schema);
  if (kind.family === 'check') {
    const { columns, rows } = fallback();
    return { lineage: { columns, rows: [...rows, ...(kind.uses?.(node) ?? [])] } };
  }
  if (kind.family !== 'transform') return { lineage: fallback() };
  const full = { ...node, schema };
  const order = kind.order?.(full);
  return { lineage: kind.lineage?.(full) ?? fallback(), ...(order && order.length > 0 ? { order } : {}) };
};

const bindReader = (
  context: BindContext,
  node: GraphNode,
  source: SourceInfo,
): Checked<LogicalNode | undefined> => {
  const { name, kind, config } = node;
  // Without files the columns are those that are known from before, all of them.
  const isSeen = kind.family === 'read' && source.files.length > 0;
  const found = isSeen ? (kind.check?.(config, source) ?? []) : [];
  if (found.length > 0) {
    return { value: undefined, problems: found.map((item) => findingProblem(context.parsed, name, item)) };
  }
  const schema = [...source.schema, ...(isSeen ? (kind.added?.(config, source) ?? []) : [])];
  const problems = repeatedColumns(context, name, schema);
  const value = { ...node, schema, lineage: { columns: {}, rows: [] }, source };
  return { value: problems.length > 0 ? undefined : value, problems };
};

const bindOther = async (
  context: BindContext,
  node: GraphNode,
  inputs: readonly Input[],
): Promise<Checked<LogicalNode | undefined>> => {
  const leaves = await bindLeaves(context, { ...node, inputs });
  const view = nodeContext(leaves.value, inputs, node.output);
  const problems = [...leaves.problems];
  if (!problems.some(isError)) problems.push(...findings(context, node, view));
  if (problems.some(isError)) return { value: undefined, problems };
  const schema = await outputSchema(context, node, view);
  if (!schema.ok)
    return {
      value: undefined,
      problems: [...problems, sqlProblem(context.parsed, node.name, [], schema.fault)],
    };
  const repeated = repeatedColumns(context, node.name, schema.value);
  if (repeated.length > 0) return { value: undefined, problems: [...problems, ...repeated] };
  const logical = {
    ...node,
    config: leaves.value,
    schema: schema.value,
    ...factsOf(node, view, schema.value),
  };
  return { value: logical, problems };
};

const bindNode = async (
  context: BindContext,
  known: Known,
  node: GraphNode,
  bound: Bound,
): Promise<Checked<LogicalNode | undefined>> => {
  const source = known.sources.get(node.name);
  if (source) return bindReader(context, node, source);
  if (node.kind.family === 'read') return { value: undefined, problems: [] };
  const inputs = await inputsOf(context, node, bound);
  return inputs ? bindOther(context, node, inputs) : { value: undefined, problems: [] };
};

/** Each problem once: a node with several outputs is bound for each, and says the same each time. */
const once = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((item) => [JSON.stringify(item), item])).values(),
];

/**
 * Gives every node its types, one after the other; no data is read.
 *
 * A node with errors is left out, and so are its readers: what follows from an error is not reported again.
 */
export const bindGraph = async (
  context: BindContext,
  graph: Graph,
  known: Known,
): Promise<Checked<LogicalPlan>> => {
  const bound: Bound = new Map();
  const problems: Problem[] = [];
  await context.binder.prepare(sqlPieces(graph), context.parameters);
  for (const node of graph.nodes) {
    const result = await bindNode(context, known, node, bound);
    problems.push(...result.problems);
    if (result.value) bound.set(node.name, result.value);
  }
  return { value: { nodes: [...bound.values()] }, problems: once(problems) };
};

/** A problem for a plan that is not whole although nothing was reported; a fault of ours. */
export const incomplete = (graph: Graph, plan: LogicalPlan): readonly Problem[] =>
  graph.nodes.length === plan.nodes.length
    ? []
    : [problem('MR9999', 'the plan is not complete, and no problem says why')];
