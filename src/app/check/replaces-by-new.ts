import { type Problem, problem } from '../../base/errors/index.js';
import { documentNode, type Graph } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { onlyNewOf } from './new-files.js';

/** Nodes that are made from new files only, and the reading node of these. */
const behindNew = ({ nodes }: Graph): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const node of nodes) {
    const from = node.inputs.map((edge) => found.get(edge.node)).find((name) => name !== undefined);
    const own = onlyNewOf(node) === undefined ? from : documentNode(node.name);
    if (own !== undefined) found.set(node.name, own);
  }
  return found;
};

/** Outputs that lose the rows of earlier files with each run. */
export const replacedByNew = (parsed: ParsedDocument, graph: Graph): readonly Problem[] => {
  const behind = behindNew(graph);
  return graph.nodes.flatMap(({ name, kind, config }) => {
    const reader = behind.get(name);
    if (reader === undefined || kind.family !== 'write' || kind.target(config).mode !== 'replace') return [];
    const place =
      parsed.source.valuePlace(['nodes', name, 'with', 'mode']) ?? parsed.source.keyPlace(['nodes', name]);
    const message = `"${name}" is replaced by the rows of new files only, as "${reader}" has \`new_only\``;
    return [problem('MR4041', message, { node: name, severity: 'warning', ...(place ? { place } : {}) })];
  });
};
