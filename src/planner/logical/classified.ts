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

/** Of what is made from both, the one that asks for more care. */
const stronger = (classes: readonly DataClasses[string][]): DataClasses[string] | undefined =>
  classes.includes('sensitive') ? 'sensitive' : classes[0];

/** By node, the classes of its columns, as a contract says of them or of columns that they were made from. */
export const classesByNode = (plan: LogicalPlan): ReadonlyMap<string, DataClasses> => {
  const known = new Map<string, DataClasses>();
  for (const node of plan.nodes) {
    const classes = declared(plan, node);
    const from = ({ input, column }: ColumnUse): readonly DataClasses[string][] => {
      const edge = node.inputs.find(({ alias }) => alias === input);
      const found = edge && own(known.get(edge.node) ?? {}, column);
      return found ? [found] : [];
    };
    const all = node.schema.flatMap(({ name }) => {
      const found = own(classes, name) ?? stronger(usesOf(node, name).flatMap(from));
      return found ? [[name, found] as const] : [];
    });
    known.set(node.name, Object.fromEntries(all));
  }
  return known;
};

/** By node, the columns that hold values of a class. */
export const classifiedColumns = (plan: LogicalPlan): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map([...classesByNode(plan)].map(([name, classes]) => [name, new Set(Object.keys(classes))]));
