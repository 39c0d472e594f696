import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import {
  type Contract,
  type NodeKind,
  type NodeRegistry,
  ONLY_OUTPUT,
  type SemanticTypes,
} from '../../kit/index.js';
import type { NodeSpec, ParsedDocument, Path } from '../../spec/index.js';
import { wholeName } from '../contract/names.js';
import { spreadContracts } from '../contract/spread.js';
import { type Replay, replayNodes } from '../replay/replay.js';
import { checkConfig, checkContract } from './config.js';
import type { Checked, Edge, Graph, GraphNode } from './graph.js';
import { edgesOf } from './inputs.js';
import { notBuiltKinds } from './not-built.js';
import { findCycle, topological } from './order.js';
import { outputProblems, spreadOutputs } from './outputs.js';
import { referenceProblems } from './references.js';
import { spreadTargets } from './targets.js';
import { graphWarnings, targetProblems } from './whole-graph.js';

const at = (parsed: ParsedDocument, path: Path): Partial<Problem> => {
  const place = parsed.source.valuePlace(path);
  return place ? { place } : {};
};

const unknownKind = (parsed: ParsedDocument, name: string, use: string, registry: NodeRegistry): Problem => {
  const common = { node: name, ...at(parsed, ['nodes', name, 'use']) };
  if (notBuiltKinds.has(use)) return problem('MR9001', `node kind "${use}" is not built yet`, common);
  const kinds = registry.kinds.map(({ kind }) => kind);
  const label = didYouMean(use, kinds);
  return problem('MR2007', `unknown node kind "${use}"`, {
    ...common,
    notes: [`kinds: ${listed(kinds, 40)}`],
    ...(label ? { label } : {}),
  });
};

const arity = (kind: NodeKind): { readonly min: number; readonly max: number } => {
  if (kind.family === 'read') return { min: 0, max: 0 };
  return kind.family === 'transform' ? kind.inputs : { min: 1, max: 1 };
};

const countText = ({ min, max }: { readonly min: number; readonly max: number }): string => {
  if (max === 0) return 'no input';
  if (min === max) return min === 1 ? 'one input' : `${min} inputs`;
  return `${min} to ${max} inputs`;
};

const arityProblem = (
  parsed: ParsedDocument,
  name: string,
  kind: NodeKind,
  inputs: readonly Edge[],
): readonly Problem[] => {
  const { min, max } = arity(kind);
  if (inputs.length >= min && inputs.length <= max) return [];
  const path: Path = inputs.length === 0 ? ['nodes', name, 'use'] : ['nodes', name, 'from'];
  const message = `"${name}" (${kind.kind}) takes ${countText({ min, max })}, and has ${inputs.length}`;
  return [problem('MR2004', message, { node: name, ...at(parsed, path) })];
};

/** Where a contract has nothing to speak of. */
const contractProblem = (
  parsed: ParsedDocument,
  name: string,
  kind: NodeKind,
  config: unknown,
  contract: Contract | undefined,
): readonly Problem[] => {
  const isRouted = kind.family === 'transform' && config !== undefined && kind.outputs?.(config);
  if (!contract || !(isRouted || kind.family === 'check')) return [];
  const why = isRouted ? 'it has several outputs' : 'it gives no rows';
  const place = parsed.source.keyPlace(['nodes', name, 'contract']);
  return [
    problem('MR2011', `"${name}" (${kind.kind}) cannot have a contract: ${why}`, {
      node: name,
      ...(place ? { place } : {}),
    }),
  ];
};

const buildNode = (
  parsed: ParsedDocument,
  name: string,
  spec: NodeSpec,
  { registry, types }: Vocabulary,
): Checked<GraphNode | undefined> => {
  const edges = edgesOf(parsed, name, spec);
  const kind = registry.find(spec.use);
  if (!kind)
    return { value: undefined, problems: [...edges.problems, unknownKind(parsed, name, spec.use, registry)] };
  const config = checkConfig(parsed, name, kind, spec, types);
  const arityProblems = arityProblem(parsed, name, kind, edges.value);
  const contract = checkContract(parsed, name, spec, types, kind);
  const problems = [
    ...edges.problems,
    ...arityProblems,
    ...[...config.problems, ...contract.problems].map((item) => ({ ...item, node: name })),
    ...contractProblem(parsed, name, kind, config.value, contract.value),
  ];
  // What has too few inputs, or too many, or a contract that cannot be read, cannot be bound any more than what has a wrong config.
  const isReadable = spec.contract === undefined || contract.value !== undefined;
  const usable = arityProblems.length === 0 && isReadable ? config.value : undefined;
  const node = {
    name,
    kind,
    config: usable,
    inputs: edges.value,
    output: ONLY_OUTPUT,
    ...(contract.value ? { contract: contract.value } : {}),
  };
  return { value: node, problems };
};

const sinkInputs = (parsed: ParsedDocument, nodes: readonly GraphNode[]): readonly Problem[] => {
  const sinks = new Set(
    nodes.filter(({ kind }) => kind.family === 'write' || kind.family === 'check').map(({ name }) => name),
  );
  return nodes.flatMap(({ name, inputs }) =>
    inputs
      .filter(({ node }) => sinks.has(node))
      .map(({ node }) =>
        problem('MR2009', `"${name}" reads "${node}", which gives no rows`, {
          node: name,
          ...at(parsed, ['nodes', name, 'from']),
        }),
      ),
  );
};

const cycleProblem = (parsed: ParsedDocument, leftOver: readonly GraphNode[]): readonly Problem[] => {
  const cycle = [...new Set(findCycle(leftOver).map(wholeName))];
  const [first] = cycle;
  if (first === undefined) return [];
  return [
    problem('MR2003', `the nodes form a cycle: ${[...cycle, first].join(' -> ')}`, {
      node: first,
      ...at(parsed, ['nodes', first, 'from']),
    }),
  ];
};

/** The words that a document may use: kinds of nodes and semantic types. */
export interface Vocabulary {
  readonly registry: NodeRegistry;
  readonly types: SemanticTypes;
}

/**
 * Holds a document against the kinds and against itself as a graph. Nothing outside of it is touched.
 *
 * @param replay rows that go through it from a node on, for the part of it that they reach
 */
export const buildGraph = (
  parsed: ParsedDocument,
  vocabulary: Vocabulary,
  replay?: Replay,
): Checked<Graph> => {
  const built = Object.entries(parsed.document.nodes).map(([name, spec]) =>
    buildNode(parsed, name, spec, vocabulary),
  );
  const known = built.flatMap(({ value }) => (value ? [value] : []));
  const declared = spreadOutputs(known);
  const { value: nodes, problems: replayProblems } = replay
    ? replayNodes(parsed, declared, replay)
    : { value: declared, problems: [] };
  const { ordered, leftOver } = topological(spreadTargets(spreadContracts(nodes), vocabulary.registry));
  const problems = [
    ...built.flatMap((item) => item.problems),
    ...outputProblems(parsed, known),
    ...replayProblems,
    ...sinkInputs(parsed, declared),
    ...cycleProblem(parsed, leftOver),
    ...referenceProblems(parsed, known),
    ...targetProblems(parsed, declared),
  ];
  const complete = built.every(({ value }) => value !== undefined);
  return {
    value: { nodes: ordered },
    problems: [...problems, ...(complete && !replay ? graphWarnings(parsed, ordered) : [])],
  };
};
