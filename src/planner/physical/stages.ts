import { type DataClasses, type Guard, type NodeKind, nodeContext } from '../../kit/index.js';
import { classesByNode } from '../logical/classified.js';
import { inputsOf } from '../logical/inputs.js';
import { functionOf, isSink, type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import { fuse } from './fuse.js';
import { lowerNode } from './lower.js';
import { partedOf } from './parts.js';
import type { PhysicalPlan, Stage, StageSink } from './plan.js';
import { labelsOf, portsOf } from './ports.js';
import { type Kept, keptNodes, withCode } from './sharing.js';
import { unfolded } from './unfolded.js';

/** The nodes that run in the stage of a node, in topological order, and the kept nodes that it reads. */
const membersOf = (
  plan: LogicalPlan,
  end: LogicalNode,
  kept: Kept,
): { members: readonly LogicalNode[]; reads: readonly string[] } => {
  const members = new Set([end.name]);
  const reads = new Set<string>();
  const open = [end];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { node: from } of node.inputs) {
      if (kept.has(from)) reads.add(from);
      else if (!members.has(from)) {
        members.add(from);
        open.push(nodeNamed(plan, from));
      }
    }
  }
  return { members: plan.nodes.filter(({ name }) => members.has(name)), reads: [...reads] };
};

const isOrdered = (plan: LogicalPlan, { inputs }: LogicalNode): boolean =>
  inputs.some(({ node }) => nodeNamed(plan, node).order !== undefined);

const sinkOf = (plan: LogicalPlan, node: LogicalNode): StageSink => {
  if (node.kind.family === 'write') {
    const { format, options, folder } = node.kind.target(node.config);
    const layout = folder ? { folder: { ...folder, ordered: isOrdered(plan, node) } } : {};
    return { kind: 'file', node: node.name, format, options, ...layout };
  }
  if (node.kind.family === 'check') return { kind: 'check', node: node.name };
  const declaration = functionOf(node);
  return declaration
    ? { kind: 'code', node: node.name, function: declaration }
    : { kind: 'table', table: node.name };
};

const reasonOf = (node: LogicalNode, kept: Kept): string =>
  kept.get(node.name) ?? (node.kind.family === 'check' ? 'measures for a check' : 'an output');

const isGuard = (kind: NodeKind): boolean => kind.family === 'transform' && kind.guard !== undefined;

/** The contract that a node is, which knows what was said above of the columns that go to quarantine. */
const guardOf = (
  plan: LogicalPlan,
  { kind, config, inputs, output }: LogicalNode,
  classes: ReadonlyMap<string, DataClasses>,
): readonly Guard[] => {
  if (kind.family !== 'transform' || !kind.guard) return [];
  const read = inputsOf(plan, { inputs }).map((input) => ({
    ...input,
    classes: classes.get(input.name) ?? {},
  }));
  return [kind.guard(nodeContext(config, read, output))];
};

const stageOf = (
  plan: LogicalPlan,
  end: LogicalNode,
  kept: Kept,
  id: string,
  classes: ReadonlyMap<string, DataClasses>,
): Stage => {
  const { members, reads } = membersOf(plan, end, kept);
  const ports = members.flatMap((node) => portsOf(plan, node) ?? []);
  const guards = members.flatMap((node) => guardOf(plan, node, classes));
  const steps = members.map((node, index) => {
    const isAfterContract = members.slice(0, index).some(({ kind }) => isGuard(kind));
    return { node: node.name, sql: lowerNode(plan, isAfterContract ? unfolded(node) : node) };
  });
  const stage: Omit<Stage, 'parted'> = {
    id,
    nodes: members.map(({ name }) => name),
    reads,
    query: fuse(steps),
    steps,
    sink: sinkOf(plan, end),
    guards,
    ports,
    counts: [
      ...ports.flatMap(labelsOf),
      ...(end.kind.family === 'write' ? (end.kind.counts?.(end.config) ?? []) : []),
    ],
    schema: end.schema,
    reason: reasonOf(end, kept),
  };
  const parted = partedOf(plan, stage);
  return parted ? { ...stage, parted } : stage;
};

/** Cuts a plan into stages. Rows between stages keep their order only where a kept node has one. */
export const toStages = (
  plan: LogicalPlan,
  choose: (plan: LogicalPlan) => Kept = keptNodes,
): PhysicalPlan => {
  const kept = withCode(plan, choose(plan));
  const classes = classesByNode(plan);
  const ends = plan.nodes.filter((node) => kept.has(node.name) || isSink(node));
  return {
    stages: ends.map((end, index) => stageOf(plan, end, kept, `s${index + 1}`, classes)),
    keepOrder: plan.nodes.some(({ name, order }) => kept.has(name) && order !== undefined),
  };
};
