import { type NodeRegistry, ONLY_OUTPUT } from '../../kit/index.js';
import { beforeName } from '../contract/names.js';
import type { Graph, GraphNode } from './graph.js';

/** A writing node whose rows depend on what is in its target, with the node that reads this. */
const withTarget = (node: GraphNode, registry: NodeRegistry): readonly GraphNode[] => {
  const { name, kind, config, inputs } = node;
  const reading = kind.family === 'write' && config !== undefined ? kind.before?.(config) : undefined;
  const reader = reading && registry.find(reading.use);
  if (!reading || !reader) return [node];
  const before: GraphNode = {
    name: beforeName(name),
    kind: reader,
    config: reader.config.parse(reading.with),
    inputs: [],
    output: ONLY_OUTPUT,
    isOptional: true,
  };
  return [before, { ...node, inputs: [...inputs, { alias: before.name, node: before.name }] }];
};

/** Each writing node that looks at its target as a node with two inputs: the rows, and what is there. */
export const spreadTargets = (nodes: readonly GraphNode[], registry: NodeRegistry): readonly GraphNode[] =>
  nodes.flatMap((node) => withTarget(node, registry));

/** The graph without nodes that have nothing to read, and without the arrows from them. */
export const withoutNodes = ({ nodes }: Graph, names: ReadonlySet<string>): Graph => ({
  nodes: nodes
    .filter(({ name }) => !names.has(name))
    .map((node) => ({ ...node, inputs: node.inputs.filter((edge) => !names.has(edge.node)) })),
});
