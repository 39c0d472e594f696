import type { Problem } from '../../base/errors/index.js';
import type { Cell, DecisionRecord, Schema } from '../../kit/index.js';
import type { NodeQuarantine } from '../quarantine/rows.js';
import type { RunOutcome } from '../run/options.js';
import type { CommandHelp } from './command.js';

export type NodeState = 'done' | 'next' | 'waiting' | 'failed' | 'left out';

/** A line of the list of nodes. */
export interface NodeLine {
  readonly node: string;
  readonly state: NodeState;
  /** What it does, in words. */
  readonly work: string;
  readonly rows?: number;
  readonly seconds?: number;
  /** Rows that its contract took out. */
  readonly quarantined?: number;
  /** What a check found. */
  readonly check?: { readonly passed: boolean; readonly messages: readonly string[] };
  readonly breakpoints: readonly number[];
}

/** Rows with their columns; `hidden` names those whose values are masked. */
export interface Rows {
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
  /** Numbers of the rows in their node, from 1, where they are known. */
  readonly numbers?: readonly number[];
  readonly hidden: readonly string[];
}

export interface Breakpoint {
  readonly id: number;
  readonly node: string;
  readonly where?: string;
}

/** Why running on has stopped. */
export type Stop =
  | { readonly why: 'node' }
  | { readonly why: 'breakpoint'; readonly breakpoint: Breakpoint; readonly found?: Found }
  | { readonly why: 'interrupted' }
  | { readonly why: 'failed'; readonly problems: readonly Problem[] }
  | { readonly why: 'end' };

/** Rows that satisfy a condition: how many, and the first of them. */
export interface Found {
  readonly matching: number;
  readonly of: number;
  readonly first: Rows;
}

/** What became of one row in a step. */
export interface Stepped {
  /** Number of the row in its input, from 1. */
  readonly number: number;
  readonly input: readonly Cell[];
  readonly outputs: readonly {
    readonly row: readonly Cell[];
    /** Columns that are new, or not as in the input. */
    readonly changed: readonly string[];
  }[];
  /** Whether more rows come of it than are told. */
  readonly isCut: boolean;
}

/** A column of a node beside what it was made from. */
export interface ChangedColumn {
  readonly column: string;
  /** The column of the input, where it had another name. */
  readonly from?: string;
  /** Rows whose value is another one. */
  readonly changed: number;
  readonly share: number;
}

export interface Difference {
  readonly node: string;
  /** The inputs, with their rows. */
  readonly before: readonly { readonly node: string; readonly rows: number }[];
  readonly rows: number;
  readonly added: Schema;
  readonly gone: Schema;
  readonly retyped: readonly { readonly column: string; readonly was: string; readonly now: string }[];
  /** Rows that did not come out, by the reason. */
  readonly lost: readonly { readonly reason: string; readonly rows: number }[];
  /** Where each row of the input is the row of the output at the same place. */
  readonly values?: readonly ChangedColumn[];
}

/** What a command did. */
export type Result =
  | {
      readonly command: 'list';
      readonly nodes: readonly NodeLine[];
      readonly end?: RunOutcome;
    }
  | {
      readonly command: 'next' | 'continue';
      readonly ran: readonly NodeLine[];
      readonly stop: Stop;
      readonly next?: string;
      readonly end?: RunOutcome;
    }
  | {
      readonly command: 'step';
      readonly node: string;
      readonly work: string;
      readonly from: string;
      readonly of: number;
      readonly input: Schema;
      readonly output: Schema;
      /** By column that comes out, the one that it is held against. */
      readonly sources: Readonly<Record<string, string>>;
      readonly hidden: readonly string[];
      readonly steps: readonly Stepped[];
    }
  | {
      readonly command: 'print' | 'sample' | 'step';
      readonly node: string;
      /** Another node was asked for, which has no rows of its own. */
      readonly note?: string;
      readonly matching: number;
      readonly of: number;
      readonly shown: Rows;
    }
  | { readonly command: 'break'; readonly set?: Breakpoint; readonly breakpoints: readonly Breakpoint[] }
  | { readonly command: 'delete'; readonly breakpoints: readonly Breakpoint[] }
  | {
      readonly command: 'schema';
      readonly node: string;
      readonly columns: readonly (Schema[number] & { readonly classified: boolean })[];
    }
  | ({ readonly command: 'diff' } & Difference)
  | { readonly command: 'decisions'; readonly decisions: readonly DecisionRecord[] }
  | { readonly command: 'sql'; readonly node: string; readonly sql: string }
  | { readonly command: 'quarantine'; readonly nodes: readonly NodeQuarantine[] }
  | { readonly command: 'help'; readonly commands: readonly CommandHelp[]; readonly about?: CommandHelp }
  | { readonly command: 'quit'; readonly end: RunOutcome };
