import type {
  FolderLayout,
  Format,
  FormatOptions,
  Guard,
  Schema,
  Sql,
  TransformDeclaration,
} from '../../kit/index.js';
import type { Ports } from './ports.js';

/** Where the rows of a stage go. */
export type StageSink =
  | { readonly kind: 'table'; readonly table: string }
  | {
      readonly kind: 'file';
      readonly node: string;
      readonly format: Format;
      readonly options: FormatOptions;
      /** Where a folder of several files is written, and whether the rows of each have an order to keep. */
      readonly folder?: FolderLayout & { readonly ordered: boolean };
    }
  /** Given to a function of the author in processes of its own; what comes of it is kept under the name of the node. */
  | { readonly kind: 'code'; readonly node: string; readonly function: TransformDeclaration }
  | { readonly kind: 'check'; readonly node: string }
  | { readonly kind: 'rows'; readonly node: string };

/** The name under which rows of a stage are kept for later ones. */
export const keptName = (sink: StageSink): string | undefined => {
  if (sink.kind === 'code') return sink.node;
  return sink.kind === 'table' ? sink.table : undefined;
};

/** How the rows of a stage can be made in parts, each by a process of its own. */
export interface Parted {
  /** Nodes of which each part has some of the rows: their rows go through the stage one by one. */
  readonly leaves: readonly string[];
  /** Nodes that each part has whole: the other sides of joins. */
  readonly whole: readonly string[];
}

/** One statement for the engine: neighbouring nodes fused into one query. */
export interface Stage {
  readonly id: string;
  /** Nodes that run inside of it, in order. */
  readonly nodes: readonly string[];
  /** Kept nodes of earlier stages that it reads. */
  readonly reads: readonly string[];
  readonly query: Sql;
  /** The same query up to each of its nodes, to find the node that fails. */
  readonly steps: readonly Step[];
  readonly sink: StageSink;
  /** Contracts inside of it. */
  readonly guards: readonly Guard[];
  /** Nodes inside of it whose inputs are counted, for the balance of their contracts. */
  readonly ports: readonly Ports[];
  /** Labels under which the engine counts rows inside of it. */
  readonly counts: readonly string[];
  readonly schema: Schema;
  /** Where its rows go to a function and can be made in parts. */
  readonly parted?: Parted;
  /** Why the stage ends here. */
  readonly reason: string;
}

/** The node that a stage ends with, by which it is known from run to run. */
export const endOf = ({ nodes }: Pick<Stage, 'nodes'>): string => nodes.at(-1) ?? '';

/** A fused node as a common table of the stage's query. */
export interface Step {
  readonly node: string;
  readonly sql: Sql;
}

export interface PhysicalPlan {
  readonly stages: readonly Stage[];
  /** Whether the engine must keep the order of rows between stages. */
  readonly keepOrder: boolean;
}
