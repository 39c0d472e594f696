import type { Cell, ContractRecord } from '../../kit/index.js';

/** Rows of one contract that broke the same rule, with some of their values. */
export interface QuarantineGroup {
  readonly rule: string;
  readonly columns: readonly string[];
  /** What was asked for. */
  readonly message: string;
  readonly rows: number;
  /** Different values, a few. */
  readonly examples: readonly string[];
}

/** Why a row is in quarantine. */
export interface QuarantineReason {
  readonly rule: string;
  readonly column: string | null;
  readonly message: string;
  readonly value: string | null;
}

/** A row in quarantine. */
export interface QuarantineRow {
  /** Its number in the quarantine of its node, from 1; absent in files of earlier versions. */
  readonly row?: number;
  readonly reasons: readonly QuarantineReason[];
  /** Whether it went on, without the value. */
  readonly goesOn: boolean;
  readonly file: string | null;
  readonly record: number | null;
  /** Whether it is a record that gave no row. */
  readonly isRecord: boolean;
  /** The whole row as it was read: its columns, or under `csv` the text of a record that gave no row. */
  readonly original: Readonly<Record<string, Cell>>;
  /** The run that replayed it. */
  readonly replayedBy?: string;
}

/** What a contract of a run has taken out. */
export interface NodeQuarantine {
  readonly contract: ContractRecord;
  /** Rows that are there; fewer than the contract has counted where some were erased. */
  readonly kept: number;
  /** Runs that replayed rows, with how many each. */
  readonly replays: readonly { readonly runId: string; readonly rows: number }[];
  readonly groups: readonly QuarantineGroup[];
  readonly rows: readonly QuarantineRow[];
}
