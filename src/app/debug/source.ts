import { findColumn, type Schema } from '../../kit/index.js';
import type { LogicalNode } from '../../planner/index.js';

/** The column of the input that a column is held against: the one of its name, or the only one it was made from. */
export const sourceOf = (
  { lineage }: LogicalNode,
  input: Schema,
  name: string,
): Schema[number] | undefined => {
  const same = findColumn(input, name);
  if (same) return same;
  const uses = Object.hasOwn(lineage.columns, name) ? (lineage.columns[name] ?? []) : [];
  return uses.length === 1 && uses[0] ? findColumn(input, uses[0].column) : undefined;
};
