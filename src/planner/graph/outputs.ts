import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import { ONLY_OUTPUT } from '../../kit/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { quarantinePort } from '../contract/names.js';
import { documentNode, type Edge, type GraphNode } from './graph.js';
import { placeOf, type Written, written } from './inputs.js';

/** The outputs that a node declares; undefined for a kind that has only one. */
const declared = ({ kind, config }: GraphNode): readonly string[] | undefined =>
  kind.family === 'transform' && config !== undefined ? kind.outputs?.(config) : undefined;

/** The output of rows that broke a contract. */
const QUARANTINED = 'quarantined';

/** The output that a reader asks for: what stands behind the dot. */
const askedFor = (target: string): string => target.slice(documentNode(target).length + 1) || ONLY_OUTPUT;

/** An output that a node does not have. */
export const outputProblem = (
  parsed: ParsedDocument,
  node: string,
  { target, path }: Written,
  source: GraphNode,
): readonly Problem[] => {
  const asked = askedFor(target);
  const outputs = [...(declared(source) ?? [ONLY_OUTPUT]), ...(source.contract ? [QUARANTINED] : [])];
  if (source.config === undefined || outputs.includes(asked)) return [];
  const label = didYouMean(asked, outputs);
  const message = target.includes('.')
    ? `node "${source.name}" has no output "${asked}"`
    : `"${source.name}" has several outputs; say which is read`;
  return [
    problem('MR2002', message, {
      node,
      ...placeOf(parsed, path),
      notes: [`it has: ${listed(outputs.map((output) => `${source.name}.${output}`))}`],
      ...(label ? { label } : {}),
    }),
  ];
};

/** Readers that ask for an output which a node does not have. */
export const outputProblems = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return nodes.flatMap(({ name }) => {
    const spec = parsed.document.nodes[name];
    return (spec ? written(spec, name) : []).flatMap((input) => {
      const source = byName.get(documentNode(input.target));
      return source ? outputProblem(parsed, name, input, source) : [];
    });
  });
};

const edgeTo = (edge: Edge, several: ReadonlySet<string>, guarded: ReadonlySet<string>): Edge => {
  const node = documentNode(edge.node);
  const isPort = guarded.has(node) && edge.node === quarantinePort(node);
  return several.has(node) || isPort ? edge : { ...edge, node };
};

/** Each node with several outputs once for each of them, under the names by which readers call them. */
export const spreadOutputs = (nodes: readonly GraphNode[]): readonly GraphNode[] => {
  const several = new Set(nodes.filter((node) => declared(node)).map(({ name }) => name));
  const guarded = new Set(nodes.filter(({ contract }) => contract).map(({ name }) => name));
  return nodes
    .map((node) => ({ ...node, inputs: node.inputs.map((edge) => edgeTo(edge, several, guarded)) }))
    .flatMap((node) => {
      const outputs = declared(node);
      return outputs
        ? outputs.map((output) => ({ ...node, name: `${node.name}.${output}`, output }))
        : [node];
    });
};
