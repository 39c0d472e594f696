import { didYouMean } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import { type Referred, referredNodes } from '../../kit/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { documentNode, type GraphNode } from './graph.js';
import { placeOf } from './inputs.js';
import { outputProblem } from './outputs.js';

/** What a node refers to beside its inputs, as a check or by its contract; the paths lead into the node. */
export const referredBy = ({ contract, kind, config }: GraphNode): readonly Referred[] => [
  ...(kind.family === 'check' && config !== undefined ? (kind.refers?.(config) ?? []) : []).map(
    ({ node, path }) => ({ node, path: ['with', ...path] }),
  ),
  ...(contract ? referredNodes(contract) : []).map(({ node, path }) => ({
    node,
    path: ['contract', ...path],
  })),
];

const unknown = (own: GraphNode, { node, path }: Referred, names: readonly string[]): Problem => {
  const label = didYouMean(node, names);
  const where = path[0] === 'contract' ? 'the contract of ' : '';
  const common = { node: own.name, ...(label ? { label } : {}) };
  return problem('MR2001', `unknown node "${node}" in ${where}"${own.name}"`, common);
};

/** Contracts and checks that refer to nodes, or outputs of them, which there are not or which give no rows. */
export const referenceProblems = (
  parsed: ParsedDocument,
  nodes: readonly GraphNode[],
): readonly Problem[] => {
  const names = nodes.map(({ name }) => name);
  const problemsOf = (own: GraphNode, referred: Referred): readonly Problem[] => {
    const { node, path } = referred;
    const source = nodes.find(({ name }) => name === documentNode(node));
    if (!source) return [unknown(own, referred, names)];
    if (source.kind.family !== 'write' && source.kind.family !== 'check') {
      return outputProblem(parsed, own.name, { alias: '', target: node, path }, source);
    }
    const message = `"${own.name}" refers to "${node}", which gives no rows`;
    return [problem('MR2009', message, { node: own.name })];
  };
  return nodes.flatMap((own) =>
    referredBy(own).flatMap((referred) => {
      const place = placeOf(parsed, ['nodes', own.name, ...referred.path]);
      return problemsOf(own, referred).map((found) => ({ ...found, ...place }));
    }),
  );
};
