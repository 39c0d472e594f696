import type { LogicalNode } from '../logical/plan.js';
import { rawName, wholeName } from './names.js';

/** The nodes as the document has them: one with a contract is one node again, with the columns that its readers see. */
export const wholeNodes = (nodes: readonly LogicalNode[]): readonly LogicalNode[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const isPart = ({ name }: LogicalNode): boolean => wholeName(name) !== name;
  return nodes
    .filter((node) => !isPart(node))
    .map((node) => {
      const raw = byName.get(rawName(node.name));
      if (raw) return { ...node, kind: raw.kind, config: raw.config, inputs: raw.inputs };
      const inputs = node.inputs.flatMap((edge) =>
        wholeName(edge.node) === node.name ? (byName.get(edge.node)?.inputs ?? []) : [edge],
      );
      return { ...node, inputs };
    });
};
