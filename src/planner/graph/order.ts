import type { Edge } from './graph.js';

interface Linked {
  readonly name: string;
  readonly inputs: readonly Edge[];
}

/** Nodes in an order in which each stands after those that it reads; nodes on a cycle are left over. */
export interface Sorted<T> {
  readonly ordered: readonly T[];
  readonly leftOver: readonly T[];
}

/** Kahn's algorithm; keeps the document's order where it can. */
export const topological = <T extends Linked>(nodes: readonly T[]): Sorted<T> => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const waiting = new Map(
    nodes.map((node) => [
      node.name,
      new Set(node.inputs.map(({ node: from }) => from).filter((from) => byName.has(from))),
    ]),
  );
  const readers = new Map<string, string[]>();
  for (const [name, inputs] of waiting)
    for (const from of inputs) readers.set(from, [...(readers.get(from) ?? []), name]);
  const ready = nodes.filter(({ name }) => waiting.get(name)?.size === 0);
  const ordered: T[] = [];
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    ordered.push(node);
    for (const reader of readers.get(node.name) ?? []) {
      const left = waiting.get(reader);
      left?.delete(node.name);
      const next = byName.get(reader);
      if (left?.size === 0 && next) ready.push(next);
    }
  }
  const done = new Set(ordered);
  return { ordered, leftOver: nodes.filter((node) => !done.has(node)) };
};

/** One cycle among nodes that could not be ordered, as names from a node back to itself. */
export const findCycle = (nodes: readonly Linked[]): readonly string[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const way: string[] = [];
  let current = nodes[0];
  while (current !== undefined && !way.includes(current.name)) {
    way.push(current.name);
    current = current.inputs.map(({ node }) => byName.get(node)).find((node) => node !== undefined);
  }
  if (current === undefined) return [];
  const cycle = way.slice(way.indexOf(current.name)).reverse();
  return [...cycle, cycle[0] ?? ''];
};
