import { isSink, type LogicalPlan } from '../logical/plan.js';
import type { Rule } from './rule.js';

const needed = (plan: LogicalPlan): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const node of [...plan.nodes].reverse()) {
    if (!isSink(node) && !names.has(node.name)) continue;
    names.add(node.name);
    for (const input of node.inputs) names.add(input.node);
  }
  return names;
};

/** Leaves out nodes that no output and no check needs. */
export const pruneNodes: Rule = {
  name: 'prune_nodes',
  summary: 'Nodes that no output and no check needs are left out.',
  apply: (plan) => {
    const names = needed(plan);
    const left = plan.nodes.filter(({ name }) => !names.has(name));
    return {
      plan: { nodes: plan.nodes.filter(({ name }) => names.has(name)) },
      notes: left.map(({ name }) => `left out "${name}": nothing reads it`),
    };
  },
};
