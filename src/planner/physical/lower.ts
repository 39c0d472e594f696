import { type Input, nodeContext, type Sql, sql } from '../../kit/index.js';
import { inputsOf } from '../logical/inputs.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';
import { overCountedInputs } from './ports.js';

const lowerOver = (
  { kind, config, source, schema, name, output }: LogicalNode,
  inputs: readonly Input[],
): Sql => {
  if (kind.family === 'read') {
    if (!source) throw new Error(`reading node "${name}" was never looked at`);
    return kind.lower({ config, source, columns: schema });
  }
  const view = nodeContext(config, inputs, output);
  return kind.lower?.(view) ?? sql`select * from ${view.input}`;
};

/** A node as SQL over relations that are called like the nodes it reads. */
export const lowerNode = (plan: LogicalPlan, node: LogicalNode): Sql =>
  overCountedInputs(plan, node, lowerOver) ?? lowerOver(node, inputsOf(plan, node));
