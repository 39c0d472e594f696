import { type Problem, problem } from '../../base/errors/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { documentNode, type GraphNode, readersOf } from './graph.js';

const targetOf = ({ kind, config }: GraphNode): string | undefined => {
  if (kind.family !== 'write' || config === undefined) return undefined;
  const { path } = kind.target(config);
  return `${path.store}://${path.path.replaceAll(/\/+/g, '/')}`;
};

/** Two writing nodes with one target would overwrite each other. Folders may not hold another's target either. */
export const targetProblems = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const first = new Map<string, string>();
  return nodes.flatMap((node) => {
    const target = targetOf(node);
    if (target === undefined) return [];
    const other = first.get(target);
    first.set(target, other ?? node.name);
    if (other === undefined) return [];
    const place = parsed.source.valuePlace(['nodes', node.name, 'with', 'path']);
    return [
      problem('MR2006', `"${other}" and "${node.name}" both write ${target}`, {
        node: node.name,
        ...(place ? { place } : {}),
      }),
    ];
  });
};

const unused = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const readers = readersOf(nodes);
  return nodes
    .filter(
      ({ name, kind }) =>
        (kind.family === 'read' || kind.family === 'transform') && readers.get(name)?.length === 0,
    )
    .map(({ name }) => {
      const place = parsed.source.keyPlace(['nodes', documentNode(name)]);
      return problem('MR2005', `nothing reads "${name}"`, {
        node: name,
        severity: 'warning',
        ...(place ? { place } : {}),
      });
    });
};

/** What does not stop a run, and is hardly meant; and a document in which nothing would run. */
export const graphWarnings = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const hasSink = nodes.some(({ kind }) => kind.family === 'write' || kind.family === 'check');
  if (hasSink) return unused(parsed, nodes);
  const place = parsed.source.keyPlace(['nodes']);
  return [problem('MR2008', 'no node writes or checks anything', { ...(place ? { place } : {}) })];
};
