import type { ParsedDocument, SourceMap } from '../parsed.js';
import { routedSource } from '../source/routed-source.js';
import type { ParsedProject } from './parse-project.js';

/** Places of a document's policies: the first are in the project file, the others in the document. */
const joinedSource = (own: SourceMap, shared: SourceMap, count: number): SourceMap =>
  routedSource(own.file, (path) => {
    const [first, index, ...rest] = path;
    if (first !== 'policies' || typeof index !== 'number') return [own, path];
    return index < count ? [shared, path] : [own, [first, index - count, ...rest]];
  });

/**
 * A document as part of a project. Shared rules come before its own, so that its own win key by key. Its hash stays that
 * of the document alone: what is shared has a hash of its own.
 */
export const withProject = (
  parsed: ParsedDocument,
  { project: { policies: shared = [] }, hash, source }: ParsedProject,
): ParsedDocument => {
  const use = { file: source.file, hash, rules: shared.length };
  if (shared.length === 0) return { ...parsed, project: use };
  const policies = [...shared, ...(parsed.document.policies ?? [])];
  return {
    ...parsed,
    document: { ...parsed.document, policies },
    source: joinedSource(parsed.source, source, shared.length),
    project: use,
  };
};
