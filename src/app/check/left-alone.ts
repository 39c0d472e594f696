import type { Graph, GraphNode } from '../../planner/index.js';

const isSink = ({ kind }: GraphNode): boolean => kind.family === 'write' || kind.family === 'check';

/** A node and all that it is made from. */
const upstream = ({ nodes }: Graph, end: GraphNode): ReadonlySet<string> => {
  const found = new Set([end.name]);
  // Nodes stand after those that they read.
  for (const node of nodes.toReversed()) {
    if (found.has(node.name)) for (const { node: from } of node.inputs) found.add(from);
  }
  return found;
};

/**
 * The nodes of a run that have nothing to do: outputs and checks that read new files only where there are none, and
 * what stands before these alone. An output that reads new files of two nodes, one of which has some, is made.
 */
export const leftAlone = (
  graph: Graph,
  readsNewOnly: (node: GraphNode) => boolean,
  empty: ReadonlySet<string>,
): ReadonlySet<string> => {
  const idle = new Set<string>();
  const needed = new Set<string>();
  for (const sink of graph.nodes.filter(isSink)) {
    const above = upstream(graph, sink);
    const incremental = graph.nodes.filter((node) => above.has(node.name) && readsNewOnly(node));
    const isIdle = incremental.length > 0 && incremental.every(({ name }) => empty.has(name));
    for (const name of above) (isIdle ? idle : needed).add(name);
  }
  return new Set([...idle].filter((name) => !needed.has(name)));
};
