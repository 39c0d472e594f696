import { type ColumnsByNode, madeFrom, spreadUp } from '../logical/hidden.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';

/** Contracts name every column as one that decides, for their whole rows go to quarantine. */
const isContract = ({ kind }: LogicalNode): boolean =>
  kind.kind === 'contract' || kind.kind === 'quarantined';

/** By node, the columns on which rows of one node depend: those they are made of, and those that decide about rows on the way. */
export const columnsThatMatter = (plan: LogicalPlan, node: string): ColumnsByNode => {
  const start = new Map([
    [node, new Set(plan.nodes.find(({ name }) => name === node)?.schema.map(({ name }) => name))],
  ]);
  return spreadUp(plan, start, (one, columns) => {
    const made = madeFrom(one, columns);
    return columns.size === 0 || isContract(one) ? made : [...made, ...one.lineage.rows];
  });
};
