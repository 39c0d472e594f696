import type { Document } from '../document.js';
import type { ParsedDocument, SourceMap } from '../parsed.js';
import type { Stores } from '../resources.js';
import { routedSource } from '../source/routed-source.js';
import { hasSubstitution } from '../substitution/pattern.js';
import { type Moved, movedRule, movedStores } from './moved.js';
import type { ParsedProject } from './parse-project.js';

/**
 * Places of a document that is part of a project: the first of its rules are in the project file, and so are the stores
 * that it does not have itself.
 */
const joinedSource = (
  own: SourceMap,
  shared: SourceMap,
  count: number,
  stores: ReadonlySet<string>,
): SourceMap =>
  routedSource(own.file, (path) => {
    const [first, second, ...rest] = path;
    if (first === 'resources' && second === 'stores' && stores.has(String(rest[0]))) return [shared, path];
    if (first !== 'policies' || typeof second !== 'number') return [own, path];
    return second < count ? [shared, path] : [own, [first, second - count, ...rest]];
  });

const names = (document: Document, store: string): boolean =>
  JSON.stringify([document.nodes, document.schedule ?? null, document.tests ?? null]).includes(`${store}://`);

/** Stores that a document may take: one that needs a variable only where it is named, for the variable need not be there. */
const storesFor = (document: Document, shared: Stores): Stores => {
  const own = document.resources?.stores ?? {};
  return Object.fromEntries(
    Object.entries(shared)
      .filter(([name]) => !Object.hasOwn(own, name))
      .filter(([name, store]) => !Object.values(store).some(hasSubstitution) || names(document, name)),
  );
};

const joined = (document: Document, stores: Stores, policies: Document['policies'] = []): Document => ({
  ...document,
  ...(Object.keys(stores).length > 0
    ? { resources: { ...document.resources, stores: { ...stores, ...document.resources?.stores } } }
    : {}),
  ...(policies.length > 0 ? { policies: [...policies, ...(document.policies ?? [])] } : {}),
});

/**
 * A document as part of a project. Shared rules come before its own, so that its own win key by key; of stores, its own
 * takes the place of a shared one. Its hash stays that of the document alone: what is shared has a hash of its own.
 */
export const withProject = (
  parsed: ParsedDocument,
  { project, hash, source }: ParsedProject,
  moved: Moved,
): ParsedDocument => {
  const rules = (project.policies ?? []).map((rule) => movedRule(rule, moved));
  const stores = movedStores(storesFor(parsed.document, project.resources?.stores ?? {}), moved);
  return {
    ...parsed,
    document: joined(parsed.document, stores, rules),
    source: joinedSource(parsed.source, source, rules.length, new Set(Object.keys(stores))),
    project: { file: source.file, hash, rules: rules.length },
  };
};
