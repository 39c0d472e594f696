import { quarantinePort } from '../contract/names.js';
import { documentNode, type GraphNode } from '../graph/graph.js';

const isCheck = ({ kind }: GraphNode): boolean => kind.family === 'check';

/** The nodes that get rows of a node, itself among them, each after those that it reads. Checks speak of all rows: they are left out. */
export const reachedFrom = (nodes: readonly GraphNode[], start: string): ReadonlySet<string> => {
  const reached = new Set(nodes.filter(({ name }) => documentNode(name) === start).map(({ name }) => name));
  let before = 0;
  while (before < reached.size) {
    before = reached.size;
    for (const node of nodes) {
      if (!isCheck(node) && node.inputs.some((edge) => reached.has(edge.node))) reached.add(node.name);
    }
  }
  return reached;
};

const readsOf = ({ inputs, contract }: GraphNode): readonly string[] => [
  ...inputs.map(({ node }) => node),
  ...Object.values(contract?.columns ?? {}).flatMap(({ references }) =>
    references ? [references.node] : [],
  ),
];

/** These nodes, and all that they read. */
export const withAncestors = (
  nodes: readonly GraphNode[],
  names: ReadonlySet<string>,
): readonly GraphNode[] => {
  const wanted = new Set(names);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const name of wanted) {
    const node = byName.get(name);
    for (const from of node ? readsOf(node) : []) {
      wanted.add(from);
      if (from === quarantinePort(documentNode(from))) wanted.add(documentNode(from));
    }
  }
  return nodes.filter(({ name }) => wanted.has(name));
};
