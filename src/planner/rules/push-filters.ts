import { type ColumnUse, type Input, nodeContext } from '../../kit/index.js';
import { wholeName } from '../contract/names.js';
import { readersOf } from '../graph/graph.js';
import { inputsOf } from '../logical/inputs.js';
import { defaultLineage } from '../logical/lineage.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import type { Rule } from './rule.js';

/** The output columns of a node that are input columns unchanged, over which a filter may come first. */
export type Passes = (plan: LogicalPlan, node: LogicalNode) => Readonly<Record<string, ColumnUse>>;

/** As the node's own kind declares it. */
export const declaredPasses: Passes = (plan, { kind, config, inputs, output }) =>
  kind.family === 'transform'
    ? (kind.passes?.(nodeContext(config, inputsOf(plan, { inputs }), output)) ?? {})
    : {};

/** A filter above a node that it can be moved below, on the way to one of the inputs. */
interface Move {
  readonly filter: LogicalNode;
  readonly below: LogicalNode;
  /** Alias of the input through which the filter goes. */
  readonly through: string;
}

/** The one input of the node that has all the columns under the same names; undefined where there is none. */
const wayThrough = (
  uses: readonly ColumnUse[],
  passes: Readonly<Record<string, ColumnUse>>,
): string | undefined => {
  const sources = uses.map(({ column }) =>
    passes[column]?.column === column ? passes[column].input : undefined,
  );
  return new Set(sources).size === 1 ? sources[0] : undefined;
};

const moveOf = (
  plan: LogicalPlan,
  filter: LogicalNode,
  readers: ReadonlyMap<string, readonly string[]>,
  passes: Passes,
): Move | undefined => {
  const [edge] = filter.inputs;
  // One with a contract stays: the rows that it leaves out are counted where the document has it.
  if (wholeName(filter.name) !== filter.name) return undefined;
  if (filter.kind.kind !== 'filter' || !edge || readers.get(edge.node)?.length !== 1) return undefined;
  const below = nodeNamed(plan, edge.node);
  const through = wayThrough(filter.lineage.rows, passes(plan, below));
  return through === undefined ? undefined : { filter, below, through };
};

const reread = (node: LogicalNode, from: string, to: string): LogicalNode => ({
  ...node,
  inputs: node.inputs.map((edge) => (edge.node === from ? { ...edge, node: to } : edge)),
});

/** The filter with the columns and the order of what it reads now. */
const refitted = (filter: LogicalNode, source: LogicalNode): LogicalNode => {
  const { order: _, ...rest } = filter;
  const inputs = filter.inputs.map((edge) => ({ ...edge, node: source.name }));
  const input: Input = { kind: 'relation', alias: inputs[0]?.alias ?? '', name: '', schema: source.schema };
  return {
    ...rest,
    inputs,
    schema: source.schema,
    lineage: defaultLineage(filter.config, [input], source.schema),
    ...(source.order ? { order: source.order } : {}),
  };
};

/** The two change places: the node reads the filter, and whatever read the filter reads the node. */
const moved = (plan: LogicalPlan, { filter, below, through }: Move): LogicalPlan => {
  const edge = below.inputs.find(({ alias }) => alias === through);
  if (!edge) return plan;
  const first = refitted(filter, nodeNamed(plan, edge.node));
  const second = {
    ...below,
    inputs: below.inputs.map((input) => (input === edge ? { ...input, node: filter.name } : input)),
  };
  const nodes = plan.nodes.flatMap((node): readonly LogicalNode[] => {
    if (node.name === below.name) return [first, second];
    return node.name === filter.name ? [] : [reread(node, filter.name, below.name)];
  });
  return { nodes };
};

const nextMove = (plan: LogicalPlan, passes: Passes): Move | undefined => {
  const readers = readersOf(plan.nodes);
  for (const node of plan.nodes) {
    const move = moveOf(plan, node, readers, passes);
    if (move) return move;
  }
  return undefined;
};

/** Moves every filter as far towards the reads as what nodes declare allows. */
export const pushFiltersWith = (passes: Passes): Rule => ({
  name: 'push_filters',
  summary: 'Filters come as early as what they are held against is there, so that fewer rows go on.',
  apply: (plan) => {
    const over = new Map<string, string[]>();
    let current = plan;
    for (let move = nextMove(current, passes); move; move = nextMove(current, passes)) {
      over.set(move.filter.name, [...(over.get(move.filter.name) ?? []), `"${move.below.name}"`]);
      current = moved(current, move);
    }
    const notes = [...over].map(([filter, nodes]) => `"${filter}" comes before ${nodes.join(', ')}`);
    return { plan: current, notes };
  },
});

/** Moves filters as far as the kinds declare it. */
export const pushFilters: Rule = pushFiltersWith(declaredPasses);
