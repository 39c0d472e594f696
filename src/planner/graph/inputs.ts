import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import type { Document, NodeSpec, ParsedDocument, Path } from '../../spec/index.js';
import { type Checked, documentNode, type Edge } from './graph.js';

/** An input as the document writes it. */
export interface Written {
  readonly alias: string;
  readonly target: string;
  readonly path: Path;
}

/** `from` in its one form: alias and target for each input, with the place of each. */
export const written = (spec: NodeSpec, name: string): readonly Written[] => {
  const { from } = spec;
  const path: Path = ['nodes', name, 'from'];
  if (from === undefined) return [];
  if (typeof from === 'string') return [{ alias: aliasOf(from), target: from, path }];
  if (Array.isArray(from)) {
    return from.map((target: string, index) => ({ alias: aliasOf(target), target, path: [...path, index] }));
  }
  return Object.entries(from).map(([alias, target]) => ({ alias, target, path: [...path, alias] }));
};

const aliasOf = (target: string): string => target.split('.').join('_');

export const placeOf = (parsed: ParsedDocument, path: Path): Partial<Problem> => {
  const place = parsed.source.valuePlace(path);
  return place ? { place } : {};
};

const targetProblem = (
  parsed: ParsedDocument,
  node: string,
  { target, path }: Written,
): Problem | undefined => {
  const { nodes }: Document = parsed.document;
  const name = documentNode(target);
  if (Object.hasOwn(nodes, name)) return undefined;
  const label = didYouMean(name, Object.keys(nodes));
  return problem('MR2001', `unknown node "${name}" in \`from\` of "${node}"`, {
    node,
    ...placeOf(parsed, path),
    notes: [`nodes: ${listed(Object.keys(nodes))}`],
    ...(label ? { label } : {}),
  });
};

const repeatedAlias = (
  parsed: ParsedDocument,
  node: string,
  inputs: readonly Written[],
): readonly Problem[] =>
  inputs
    .filter(
      ({ alias }, index) =>
        inputs.findIndex((other) => other.alias.toLowerCase() === alias.toLowerCase()) < index,
    )
    .map(({ alias, path }) =>
      problem('MR1026', `two inputs of "${node}" are called "${alias}"`, {
        node,
        mend: 'Give them aliases: `from: { a: …, b: … }`.',
        ...placeOf(parsed, path),
      }),
    );

/** The arrows into one node, with what is wrong with them. */
export const edgesOf = (parsed: ParsedDocument, name: string, spec: NodeSpec): Checked<readonly Edge[]> => {
  const inputs = written(spec, name);
  const problems = [
    ...inputs.flatMap((input) => targetProblem(parsed, name, input) ?? []),
    ...repeatedAlias(parsed, name, inputs),
  ];
  return {
    value: inputs.map(({ alias, target }) => ({ alias, node: target })),
    problems,
  };
};
