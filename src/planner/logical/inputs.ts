import type { Input } from '../../kit/index.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from './plan.js';

/** The inputs of a node as relations that are called like the nodes it reads. */
export const inputsOf = (plan: LogicalPlan, { inputs }: Pick<LogicalNode, 'inputs'>): readonly Input[] =>
  inputs.map(({ alias, node: from }) => {
    const { schema, order } = nodeNamed(plan, from);
    return { kind: 'relation', alias, name: from, schema, ...(order ? { order } : {}) };
  });
