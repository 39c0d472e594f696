import { readersOf } from '../graph/graph.js';
import { isSink, type LogicalNode, type LogicalPlan } from '../logical/plan.js';

/** A node whose rows are kept for later stages, and why. */
export type Kept = ReadonlyMap<string, string>;

/** Common tables nest; the engine's parser gives up on much deeper queries. */
const MAX_DEPTH = 200;

const streaming = new Set(['filter', 'select', 'rename', 'cast', 'derive']);

/**
 * Whether reading a node again costs less than keeping its rows: columns of Parquet files, filtered or
 * computed row by row, come faster from the files than from a table that has to be written first.
 */
const cheapToRepeat = (node: LogicalNode, byName: ReadonlyMap<string, LogicalNode>): boolean => {
  if (node.kind.family === 'read') return node.source?.format === 'parquet';
  const [input] = node.inputs;
  const source = input && byName.get(input.node);
  return streaming.has(node.kind.kind) && source !== undefined && cheapToRepeat(source, byName);
};

const byReaders = (plan: LogicalPlan): Map<string, string> => {
  const byName = new Map(plan.nodes.map((node) => [node.name, node]));
  const kept = new Map<string, string>();
  for (const [name, readers] of readersOf(plan.nodes)) {
    const node = byName.get(name);
    if (!node || isSink(node) || readers.length < 2 || cheapToRepeat(node, byName)) continue;
    kept.set(
      name,
      `read ${readers.length} times (${[...new Set(readers)].join(', ')}): computed once and kept`,
    );
  }
  return kept;
};

const byDepth = (plan: LogicalPlan, kept: Map<string, string>): Kept => {
  const depth = new Map<string, number>();
  for (const node of plan.nodes) {
    const size =
      1 + node.inputs.reduce((sum, { node: from }) => sum + (kept.has(from) ? 0 : (depth.get(from) ?? 0)), 0);
    depth.set(node.name, size);
    if (size < MAX_DEPTH || kept.has(node.name) || isSink(node)) continue;
    kept.set(node.name, `${MAX_DEPTH} nodes are as many as one query holds`);
  }
  return kept;
};

/** The nodes whose rows are kept between stages. */
export const keptNodes = (plan: LogicalPlan): Kept => byDepth(plan, byReaders(plan));

/** Every node on its own: for debugging, and to prove that fusing changes nothing. */
export const keepAll = (plan: LogicalPlan): Kept =>
  new Map(plan.nodes.filter((node) => !isSink(node)).map(({ name }) => [name, 'each node on its own']));
