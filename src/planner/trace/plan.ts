import type { GuardConfig } from '../contract/config.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';

const isPort = ({ kind }: LogicalNode): boolean => kind.kind === 'quarantined';

/** Rows in quarantine are those that the contract read: here its output is made of its guard's inputs. */
const overGuard = (plan: LogicalPlan, node: LogicalNode): LogicalNode => {
  const [edge] = node.inputs;
  if (!isPort(node) || !edge) return node;
  const guard = nodeNamed(plan, edge.node);
  return { ...node, config: guard.config as GuardConfig, inputs: guard.inputs };
};

/** Writing nodes and checks give what they read, and read one input. */
const giving = (plan: LogicalPlan, node: LogicalNode): LogicalNode => {
  const [edge] = node.inputs;
  if ((node.kind.family !== 'write' && node.kind.family !== 'check') || !edge) return node;
  return { ...node, inputs: [edge], schema: nodeNamed(plan, edge.node).schema };
};

/** The plan as rows are followed through it. */
export const tracedPlan = (plan: LogicalPlan): LogicalPlan => ({
  nodes: plan.nodes.map((node) => giving(plan, overGuard(plan, node))),
});
