import { type Problem, problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { Document, ParsedDocument } from '../../spec/index.js';
import type { Wiring } from '../wiring.js';

interface Output {
  readonly node: string;
  readonly path: string;
  readonly mode: string;
}

const outputsOf = ({ registry }: Wiring, { nodes }: Document): readonly Output[] =>
  Object.entries(nodes).flatMap(([node, { use, with: config = {} }]) => {
    if (registry.find(use)?.family !== 'write') return [];
    const { path, mode = 'replace' } = config as { path?: unknown; mode?: unknown };
    return typeof path === 'string' ? [{ node, path, mode: String(mode) }] : [];
  });

/** A store is of one partition where its folder has the partition in it. */
const isOfOne = ({ resources }: Document, { path }: Output): boolean =>
  /\$\{env:MILLRACE_PARTITION/.test(
    own(resources?.stores ?? {}, path.slice(0, path.indexOf('://')))?.folder ?? '',
  );

/** Of these modes each run takes away, or refuses, what the one before has written. */
const overwriting: Readonly<Record<string, string>> = {
  replace: 'each partition replaces the output of the one before, so the last one alone stays',
  error: 'the second partition fails, as its output is there already',
};

/** The outputs that all partitions write, and warnings for those of which the last partition alone would stay. */
export const sharedOutputs = (
  wiring: Wiring,
  { document, source }: ParsedDocument,
): { readonly shared: readonly string[]; readonly problems: readonly Problem[] } => {
  const shared = outputsOf(wiring, document).filter((output) => !isOfOne(document, output));
  return {
    shared: shared.map(({ node }) => node),
    problems: shared.flatMap(({ node, path, mode }) => {
      const why = own(overwriting, mode);
      if (why === undefined) return [];
      const place = source.valuePlace(['nodes', node, 'with', 'path']);
      const message = `"${path}" does not depend on the partition and its mode is ${mode}: ${why}`;
      return [problem('MR7323', message, { severity: 'warning', node, ...(place ? { place } : {}) })];
    }),
  };
};
