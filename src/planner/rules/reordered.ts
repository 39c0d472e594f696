import type { LogicalPlan } from '../logical/plan.js';

type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

const ancestorsIn = (plan: LogicalPlan): Ancestors => {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { name, inputs } of plan.nodes) {
    const above = inputs.flatMap(({ node }) => [node, ...(known.get(node) ?? [])]);
    known.set(name, new Set(above));
  }
  return known;
};

/**
 * Nodes that have changed places with others: what such a node gives in the better plan is not what it gives in the
 * document, so its rows must not be told as its own.
 */
export const reordered = (before: LogicalPlan, after: LogicalPlan): ReadonlySet<string> => {
  const [old, now] = [ancestorsIn(before), ancestorsIn(after)];
  const swapped = [...now].flatMap(([name, ancestors]) =>
    [...ancestors].filter((other) => old.get(other)?.has(name) === true).flatMap((other) => [name, other]),
  );
  return new Set(swapped);
};
