import { type Expression, nodeContext, type Query } from '../../kit/index.js';
import { inputsOf } from './inputs.js';
import { leavesOf } from './leaves.js';
import type { LogicalNode, LogicalPlan } from './plan.js';

/** Why the rows of a node may differ from run to run, with the node where it comes about. */
export interface Chance {
  readonly node: string;
  readonly reason: string;
  /** Whether only the last digits of floating point may differ. */
  readonly isSlight: boolean;
}

const bindingsOf = ({ config }: LogicalNode) =>
  leavesOf(config).flatMap(({ leaf }) =>
    leaf.kind === 'expression' || leaf.kind === 'query'
      ? ((leaf satisfies Expression | Query).binding ?? [])
      : [],
  );

const ownChance = (plan: LogicalPlan, node: LogicalNode): readonly Chance[] => {
  const { name, kind, config, output } = node;
  if (kind.family !== 'transform') return [];
  const own = kind.chance?.(nodeContext(config, inputsOf(plan, node), output));
  const marked = bindingsOf(node).flatMap(({ chance = [], floating = [] }) => [
    ...chance.map((what) => ({ reason: `"${what}" goes by an order that is not given`, isSlight: false })),
    ...floating.map((what) => ({ reason: `"${what}" adds up floating point`, isSlight: true })),
  ]);
  const reasons = own === undefined ? marked : [{ reason: own, isSlight: false }, ...marked];
  return reasons.map((reason) => ({ node: name, ...reason }));
};

/** For each node why its rows may differ from run to run, its inputs' reasons included; nothing where they cannot. */
export const chances = (plan: LogicalPlan): ReadonlyMap<string, readonly Chance[]> => {
  const known = new Map<string, readonly Chance[]>();
  for (const node of plan.nodes) {
    const inherited = node.inputs.flatMap(({ node: from }) => known.get(from) ?? []);
    const all = [...inherited, ...ownChance(plan, node)];
    known.set(node.name, [...new Map(all.map((item) => [`${item.node} ${item.reason}`, item])).values()]);
  }
  return known;
};
