import type { Problem } from '../../base/errors/index.js';
import type { Contract, DataFile, NodeKind, SourceRequest } from '../../kit/index.js';

/** An arrow into a node: the alias its expressions use, and the node that the rows come from. */
export interface Edge {
  readonly alias: string;
  readonly node: string;
}

/** A node whose config fits its kind; columns and SQL are not known yet. */
export interface GraphNode {
  readonly name: string;
  readonly kind: NodeKind;
  readonly config: unknown;
  readonly inputs: readonly Edge[];
  /** Which output of the document's node this is; a node with several stands in the graph once for each. */
  readonly output: string;
  /** What its rows promise, as the document says. */
  readonly contract?: Contract;
  /** For a reading node whose files are known already. */
  readonly files?: readonly DataFile[];
  /** The document's node that a contract speaks of, where it is another. */
  readonly speaksFor?: string;
  /** For a reading node that may find nothing: what it reads is made by a first run. */
  readonly isOptional?: true;
  /** For a reading node whose rows a contract takes. */
  readonly guarded?: NonNullable<SourceRequest['guarded']>;
}

/** The document's node that a node of the graph belongs to: `routed` for `routed.eu`. */
export const documentNode = (name: string): string => name.split('.')[0] ?? name;

/** The nodes of a document, each after those that it reads. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
}

/** A value with the problems found on the way; with errors among them the value is what could be saved. */
export interface Checked<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** The names of the nodes that read each node, once for each arrow. */
export const readersOf = (
  nodes: readonly Pick<GraphNode, 'name' | 'inputs'>[],
): ReadonlyMap<string, readonly string[]> => {
  const readers = new Map<string, string[]>(nodes.map(({ name }) => [name, []]));
  for (const { name, inputs } of nodes) for (const { node } of inputs) readers.get(node)?.push(name);
  return readers;
};
