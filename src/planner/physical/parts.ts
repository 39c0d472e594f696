import { isByKey, type NodeKind, type SourceInfo, type Sql } from '../../kit/index.js';
import { functionOf, type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import { fuse } from './fuse.js';
import { lowerNode } from './lower.js';
import type { Parted, Stage } from './plan.js';

const NOTHING: Parted = { leaves: [], whole: [] };

/** Whether rows that come in by these inputs go through alone. */
const goesByRow = (kind: NodeKind, config: unknown, inputs: readonly number[]): boolean =>
  kind.family === 'transform' && kind.rowByRow?.(config, inputs) === true;

/** The inputs by which rows go through alone, whatever comes in by the others: all of them, or one. */
const rowInputs = ({ kind, config, inputs }: LogicalNode): readonly number[] | undefined => {
  const all = inputs.map((_, index) => index);
  if (goesByRow(kind, config, all)) return all;
  return all.map((index) => [index]).find((alone) => goesByRow(kind, config, alone));
};

const joinedParts = (parts: readonly Parted[]): Parted => ({
  leaves: [...new Set(parts.flatMap(({ leaves }) => leaves))],
  whole: [...new Set(parts.flatMap(({ whole }) => whole))],
});

/**
 * How the rows that go into a node can be made in parts; undefined where some node needs all of them together.
 *
 * @param isLeaf whether what comes before a node is not looked at
 */
export const partedInto = (
  plan: LogicalPlan,
  name: string,
  isLeaf: (name: string) => boolean,
): Parted | undefined => {
  const node = nodeNamed(plan, name);
  if (isLeaf(name)) return { ...NOTHING, leaves: [name] };
  if (node.kind.family === 'read') return node.kind.inParts ? { ...NOTHING, leaves: [name] } : undefined;
  const inputs = rowInputs(node);
  if (!inputs) return undefined;
  const others = node.inputs.filter((_, index) => !inputs.includes(index)).map((edge) => edge.node);
  const parts = inputs.map((index) => partedInto(plan, node.inputs[index]?.node ?? '', isLeaf));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const all = joinedParts([...known, { ...NOTHING, whole: others }]);
  return all.whole.some((other) => all.leaves.includes(other)) ? undefined : all;
};

/** A query that may stop the run holds rows against each other: it is to see all of them. */
const STOPS = /\berror\(/;

/** How the rows for the function at the end of a stage can be made in parts; undefined where they cannot. */
export const partedOf = (plan: LogicalPlan, stage: Omit<Stage, 'parted'>): Parted | undefined => {
  const { sink, guards, counts, reads, query } = stage;
  if (sink.kind !== 'code' || isByKey(sink.function)) return undefined;
  if (guards.length > 0 || counts.length > 0 || STOPS.test(query.text)) return undefined;
  const parted = partedInto(plan, sink.node, (name) => reads.includes(name));
  return parted?.whole.every((name) => reads.includes(name)) ? parted : undefined;
};

/** What each process that makes a part is to be given whole, and the node with the function that it is for. */
export const givenWhole = (
  plan: LogicalPlan,
  isKept: (name: string) => boolean,
): ReadonlyMap<string, string> => {
  const given = new Map<string, string>();
  for (const node of plan.nodes) {
    const declaration = functionOf(node);
    if (!declaration || isByKey(declaration)) continue;
    const parted = partedInto(plan, node.name, (name) => name !== node.name && isKept(name));
    for (const name of parted?.whole ?? []) given.set(name, node.name);
  }
  return given;
};

/** Nothing of a source. */
export const nothingOf = (source: SourceInfo): SourceInfo => ({ ...source, files: [], groups: [] });

/** The SQL of a stage over parts of the sources that it reads. */
export const partQuery = (
  plan: LogicalPlan,
  { nodes }: Pick<Stage, 'nodes'>,
  sources: ReadonlyMap<string, SourceInfo>,
): Sql => {
  const within = plan.nodes.map((node) => {
    const source = sources.get(node.name);
    return source ? { ...node, source } : node;
  });
  const members = within.filter(({ name }) => nodes.includes(name));
  return fuse(members.map((node) => ({ node: node.name, sql: lowerNode({ nodes: within }, node) })));
};
