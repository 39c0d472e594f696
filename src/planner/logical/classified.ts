import { own } from '../../base/own.js';
import {
  type ColumnUse,
  type DataClasses,
  type Guard,
  type Masks,
  nodeContext,
  type OutputClasses,
} from '../../kit/index.js';
import { inputsOf } from './inputs.js';
import type { LogicalNode, LogicalPlan } from './plan.js';

/** What the node's own contract says of its columns. */
const declared = (plan: LogicalPlan, node: LogicalNode): Partial<Pick<Guard, 'classes' | 'masks'>> => {
  const { kind, config, output } = node;
  if (kind.family !== 'transform') return {};
  return kind.guard?.(nodeContext(config, inputsOf(plan, node), output)) ?? {};
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
    const { classes = {} } = declared(plan, node);
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

/** What a name stands for in the only input column that a column was made of; undefined where there are several, or none. */
const ofOnly = <T>(
  node: LogicalNode,
  name: string,
  known: ReadonlyMap<string, Readonly<Record<string, T>>>,
): T | undefined => {
  const [only, second] = usesOf(node, name);
  const edge = only && !second ? node.inputs.find(({ alias }) => alias === only.input) : undefined;
  return edge && only && own(known.get(edge.node) ?? {}, only.column);
};

/**
 * By node, the semantic types of its classified columns: as a contract says, or as the one column has it that they were made
 * from. What is made of a value need not be of its type any more: by a type's mask, other text is hidden as a whole.
 */
const masksByNode = (plan: LogicalPlan): ReadonlyMap<string, Masks> => {
  const known = new Map<string, Masks>();
  for (const node of plan.nodes) {
    const { classes = {}, masks = {} } = declared(plan, node);
    const all = node.schema.flatMap(({ name }) => {
      const found = own(classes, name) === undefined ? ofOnly(node, name, known) : own(masks, name);
      return found === undefined ? [] : [[name, found] as const];
    });
    known.set(node.name, Object.fromEntries(all));
  }
  return known;
};

/** By output, what the values of its columns are. */
export const outputClasses = (plan: LogicalPlan): Readonly<Record<string, OutputClasses>> => {
  const [classes, masks] = [classesByNode(plan), masksByNode(plan)];
  const outputs = plan.nodes.filter(({ kind }) => kind.family === 'write');
  return Object.fromEntries(
    outputs.map(({ name }) => [name, { classes: classes.get(name) ?? {}, masks: masks.get(name) ?? {} }]),
  );
};

/** By node, the columns that hold values of a class. */
export const classifiedColumns = (plan: LogicalPlan): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map([...classesByNode(plan)].map(([name, classes]) => [name, new Set(Object.keys(classes))]));
