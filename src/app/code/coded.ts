import { findColumn, nodeContext, type RunsCode, type TransformDeclaration } from '../../kit/index.js';
import { hiddenColumns, type LogicalNode, type LogicalPlan, nodeNamed } from '../../planner/index.js';

/** What a node with a function says of it. */
export interface Coded {
  readonly runs: RunsCode<unknown>;
  readonly declaration: TransformDeclaration;
}

export const codedOf = ({ kind, config, name }: LogicalNode): Coded => {
  const runs = kind.family === 'transform' ? kind.code : undefined;
  const declaration = runs?.declaration(config);
  if (!runs || !declaration) throw new Error(`"${name}" has no function`);
  return { runs, declaration };
};

/** Columns that go through beside the function, and that something needs. */
export const passingOf = (
  plan: LogicalPlan,
  { config, inputs, schema }: LogicalNode,
  { runs }: Coded,
): readonly string[] => {
  const input = nodeNamed(plan, inputs[0]?.node ?? '');
  const context = nodeContext(config, [{ kind: 'relation', alias: '', name: '', schema: input.schema }]);
  return runs.passing(context).filter((column) => findColumn(schema, column) !== undefined);
};

/** Whether the function reads a column whose values are not shown. */
export const readsHidden = (plan: LogicalPlan, { inputs }: LogicalNode, { declaration }: Coded): boolean => {
  const hidden = hiddenColumns(plan).get(inputs[0]?.node ?? '') ?? new Set();
  const names = new Set([...hidden].map((name) => name.toLowerCase()));
  return Object.keys(declaration.reads).some((name) => names.has(name.toLowerCase()));
};
