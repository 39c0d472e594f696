import { type Problem, problem } from '../../base/errors/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { documentNode, type GraphNode, readersOf } from './graph.js';

const targetOf = ({ kind, config }: GraphNode): string | undefined => {
  if (kind.family !== 'write' || config === undefined) return undefined;
  const { path } = kind.target(config);
  return `${path.store}://${path.path.replaceAll(/\/+/g, '/')}`;
};

interface Written {
  readonly node: string;
  readonly target: string;
}

const isInside = (folder: string, path: string): boolean => folder.endsWith('/') && path.startsWith(folder);

/** What two targets have in common, in words; undefined where they are apart. */
const overlap = (a: Written, b: Written): string | undefined => {
  if (a.target.replace(/\/$/, '') === b.target.replace(/\/$/, '')) {
    return `"${a.node}" and "${b.node}" both write ${b.target}`;
  }
  if (!isInside(a.target, b.target) && !isInside(b.target, a.target)) return undefined;
  const [outer, inner] = isInside(a.target, b.target) ? [a, b] : [b, a];
  return `"${inner.node}" writes ${inner.target} inside of the folder that "${outer.node}" writes, ${outer.target}`;
};

/** Two writing nodes with one target would overwrite each other, and so would one inside of another's folder. */
export const targetProblems = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const written = nodes.flatMap((node): readonly Written[] => {
    const target = targetOf(node);
    return target === undefined ? [] : [{ node: node.name, target }];
  });
  return written.flatMap((own, index) => {
    const [message] = written.slice(0, index).flatMap((other) => overlap(other, own) ?? []);
    if (message === undefined) return [];
    const place = parsed.source.valuePlace(['nodes', own.node, 'with', 'path']);
    return [problem('MR2006', message, { node: own.node, ...(place ? { place } : {}) })];
  });
};

/** What a node refers to is not known where it cannot be read: then nothing is told to be unused. */
const unused = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  if (nodes.some(({ config }) => config === undefined)) return [];
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
