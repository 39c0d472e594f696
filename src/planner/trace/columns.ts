import { own } from '../../base/own.js';
import type { ColumnUse } from '../../kit/index.js';
import { classifiedColumns } from '../logical/classified.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';

type Columns = ReadonlyMap<string, ReadonlySet<string>>;

const spread = (
  plan: LogicalPlan,
  start: Columns,
  usesOf: (node: LogicalNode, own: ReadonlySet<string>) => readonly ColumnUse[],
): Columns => {
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

const madeFrom = (node: LogicalNode, columns: ReadonlySet<string>): readonly ColumnUse[] => {
  const passesAll = node.kind.family === 'write' || node.kind.family === 'check';
  const alias = node.inputs[0]?.alias ?? '';
  return [...columns].flatMap((name) =>
    passesAll ? [{ input: alias, column: name }] : (own(node.lineage.columns, name) ?? []),
  );
};

/** Contracts name every column as one that decides, for their whole rows go to quarantine. */
const isContract = ({ kind }: LogicalNode): boolean =>
  kind.kind === 'contract' || kind.kind === 'quarantined';

/** By node, the columns on which rows of one node depend: those they are made of, and those that decide about rows on the way. */
export const columnsThatMatter = (plan: LogicalPlan, node: string): Columns => {
  const start = new Map([
    [node, new Set(plan.nodes.find(({ name }) => name === node)?.schema.map(({ name }) => name))],
  ]);
  return spread(plan, start, (one, columns) => {
    const made = madeFrom(one, columns);
    return columns.size === 0 || isContract(one) ? made : [...made, ...one.lineage.rows];
  });
};

/** By node, the columns whose values are not shown: classified ones, those made of them, and those that they are made of. */
export const hiddenColumns = (plan: LogicalPlan): Columns => {
  const above = spread(plan, classifiedColumns(plan), madeFrom);
  const all = new Map<string, Set<string>>();
  for (const node of plan.nodes) {
    const own_ = new Set(above.get(node.name));
    for (const { name } of node.schema) {
      const uses = own(node.lineage.columns, name) ?? [];
      const isMade = uses.some(({ input, column }) => {
        const edge = node.inputs.find(({ alias }) => alias === input);
        return edge !== undefined && all.get(edge.node)?.has(column) === true;
      });
      if (isMade) own_.add(name);
    }
    all.set(node.name, own_);
  }
  return all;
};
