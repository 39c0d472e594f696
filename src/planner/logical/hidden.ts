import { own } from '../../base/own.js';
import type { ColumnUse } from '../../kit/index.js';
import { classifiedColumns } from './classified.js';
import type { LogicalNode, LogicalPlan } from './plan.js';

/** By the names of nodes, some of their columns. */
export type ColumnsByNode = ReadonlyMap<string, ReadonlySet<string>>;

/** Columns of nodes, and those above that `usesOf` finds for them, up to the reads. */
export const spreadUp = (
  plan: LogicalPlan,
  start: ColumnsByNode,
  usesOf: (node: LogicalNode, own: ReadonlySet<string>) => readonly ColumnUse[],
): ColumnsByNode => {
  const found = new Map([...start].map(([name, columns]) => [name, new Set(columns)]));
  for (const node of plan.nodes.toReversed()) {
    const columns = found.get(node.name) ?? new Set<string>();
    for (const { input, column } of usesOf(node, columns)) {
      const edge = node.inputs.find(({ alias }) => alias === input);
      if (edge) found.set(edge.node, (found.get(edge.node) ?? new Set()).add(column));
    }
  }
  return found;
};

/** The columns of its inputs that columns of a node are made from. */
export const madeFrom = (node: LogicalNode, columns: ReadonlySet<string>): readonly ColumnUse[] => {
  const passesAll = node.kind.family === 'write' || node.kind.family === 'check';
  const alias = node.inputs[0]?.alias ?? '';
  return [...columns].flatMap((name) =>
    passesAll ? [{ input: alias, column: name }] : (own(node.lineage.columns, name) ?? []),
  );
};

/** By node, the columns whose values are not shown: classified ones, those made of them, and those that they are made of. */
export const hiddenColumns = (plan: LogicalPlan): ColumnsByNode => {
  const above = spreadUp(plan, classifiedColumns(plan), madeFrom);
  const all = new Map<string, Set<string>>();
  for (const node of plan.nodes) {
    const hidden = new Set(above.get(node.name));
    for (const { name } of node.schema) {
      const uses = own(node.lineage.columns, name) ?? [];
      const isMade = uses.some(({ input, column }) => {
        const edge = node.inputs.find(({ alias }) => alias === input);
        return edge !== undefined && all.get(edge.node)?.has(column) === true;
      });
      if (isMade) hidden.add(name);
    }
    all.set(node.name, hidden);
  }
  return all;
};
