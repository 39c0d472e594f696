import { own } from '../../base/own.js';
import { type ColumnUse, type DataClasses, nodeContext } from '../../kit/index.js';
import { inputsOf } from './inputs.js';
import type { LogicalNode, LogicalPlan } from './plan.js';

/** What the node's own contract says of its columns. */
const declared = (plan: LogicalPlan, node: LogicalNode): DataClasses => {
  const { kind, config, output } = node;
  if (kind.family !== 'transform') return {};
  return kind.guard?.(nodeContext(config, inputsOf(plan, node), output)).classes ?? {};
};

const usesOf = ({ lineage: { columns } }: LogicalNode, name: string): readonly ColumnUse[] =>
  own(columns, name) ?? [];

/** By node, the columns that hold values of a class, as a contract says of them or of columns that they were made from. */
export const classifiedColumns = (plan: LogicalPlan): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const node of plan.nodes) {
    const classes = declared(plan, node);
    const isFrom = (alias: string, column: string): boolean => {
      const edge = node.inputs.find((input) => input.alias === alias);
      return edge !== undefined && known.get(edge.node)?.has(column) === true;
    };
    const columns = node.schema
      .map(({ name }) => name)
      .filter(
        (name) =>
          Object.hasOwn(classes, name) ||
          usesOf(node, name).some(({ input, column }) => isFrom(input, column)),
      );
    known.set(node.name, new Set(columns));
  }
  return known;
};
