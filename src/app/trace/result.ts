import type { Cell, Column } from '../../kit/index.js';

/** A column of rows that are shown. */
export interface TracedColumn extends Pick<Column, 'name' | 'type'> {
  /** Whether its values are masked. */
  readonly isMasked: boolean;
  /** Whether the rows asked for, or what became of them, depend on it. */
  readonly matters: boolean;
}

/** Where a record stands. */
export interface RecordPlace {
  /** Path inside the store. */
  readonly file: string;
  /** From 1; null where the format does not tell. */
  readonly record: number | null;
}

/** Rows that went no further, and why. */
export interface LeftRows {
  readonly reason: string;
  readonly rows: number;
  /** Columns on which it depends, and the first of the rows. */
  readonly columns: readonly TracedColumn[];
  readonly values: readonly (readonly Cell[])[];
}

/** An arrow along which rows were followed. */
export interface TracedEdge {
  /** The node that the rows come from, by its name among the nodes of the trace. */
  readonly node: string;
  /** Its alias in the node. */
  readonly port: string;
  /** How rows of it became those of the node. */
  readonly how?: string;
  /** Why there may be rows among them that had no part. */
  readonly rough?: string;
  /** Forwards: of the rows that came here, how many came through, and what became of the others. */
  readonly arrived?: number;
  readonly left?: readonly LeftRows[];
}

/** A node with the rows of it that belong to those asked for. */
export interface TracedNode {
  /** Its name among the nodes of the trace. */
  readonly name: string;
  /** The document's node. */
  readonly node: string;
  readonly kind: string;
  readonly rows: number;
  readonly columns: readonly TracedColumn[];
  /** The first of the rows. */
  readonly values: readonly (readonly Cell[])[];
  /** Of reading nodes: where each of the rows shown stands. */
  readonly records?: readonly RecordPlace[];
  /** For rows of which one was taken: whether it was this one. */
  readonly taken?: readonly boolean[];
  readonly inputs: readonly TracedEdge[];
}

/** A node on the way to the one that was asked, and how many of its rows the condition holds for. */
export interface Upstream {
  readonly node: string;
  /** Whether these are its rows before its contract took some out. */
  readonly isBeforeContract?: true;
  /** Absent where the condition does not fit its columns. */
  readonly rows?: number;
  /** The readers of the node on the way, none of which has such rows. */
  readonly goneAt?: readonly string[];
}

/** The way of rows through a pipeline. */
export interface Trace {
  readonly pipeline: string;
  readonly node: string;
  readonly where: string;
  /** Backwards to the reads, or forwards to another node. */
  readonly direction: 'back' | 'forward';
  readonly to?: string;
  /** How many rows the condition holds for. */
  readonly rows: number;
  /** So many rows of each node are shown. */
  readonly limit: number;
  /** The node that was asked first, and each after those that lead to it. */
  readonly nodes: readonly TracedNode[];
  /** Where the condition holds for no row: what other nodes have. */
  readonly upstream?: readonly Upstream[];
}
