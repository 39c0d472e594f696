import { nodeContext, type Sql, sql } from '../../kit/index.js';
import { inputsOf } from '../logical/inputs.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';

/** A node as SQL over relations that are called like the nodes it reads. */
export const lowerNode = (plan: LogicalPlan, node: LogicalNode): Sql => {
  const inputs = inputsOf(plan, node);
  const { kind, config, source, schema } = node;
  if (kind.family === 'read') {
    if (!source) throw new Error(`reading node "${node.name}" was never looked at`);
    return kind.lower({ config, source, columns: schema });
  }
  const view = nodeContext(config, inputs, node.output);
  return kind.lower?.(view) ?? sql`select * from ${view.input}`;
};
