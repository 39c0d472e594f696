import { type Input, type NodeContext, type Sql, sql } from '../../kit/index.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';
import { nodeNamed } from '../logical/plan.js';

const inputsOf = (plan: LogicalPlan, node: LogicalNode): readonly Input[] =>
  node.inputs.map(({ alias, node: from }) => {
    const { schema, order } = nodeNamed(plan, from);
    return { kind: 'relation', alias, name: from, schema, ...(order ? { order } : {}) };
  });

/** A node as SQL over relations that are called like the nodes it reads. */
export const lowerNode = (plan: LogicalPlan, node: LogicalNode): Sql => {
  const inputs = inputsOf(plan, node);
  const { kind, config, source, schema } = node;
  if (kind.family === 'read') {
    if (!source) throw new Error(`reading node "${node.name}" was never looked at`);
    return kind.lower({ config, source, columns: schema });
  }
  const [input] = inputs;
  const view: NodeContext<unknown> = {
    config,
    inputs,
    input: input ?? { kind: 'relation', alias: '', name: '', schema: [] },
  };
  return kind.lower?.(view) ?? sql`select * from ${view.input}`;
};
