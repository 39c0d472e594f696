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
  readonly reasons: readonly QuarantineReason[];
  /** Whether it went on, without the value. */
  readonly goesOn: boolean;
  readonly file: string | null;
  readonly record: number | null;
  /** The whole row as it was read: its columns, or under `csv` the text of a record that gave no row. */
  readonly original: Readonly<Record<string, Cell>>;
}

/** What a contract of a run has taken out. */
export interface NodeQuarantine {
  readonly contract: ContractRecord;
  readonly groups: readonly QuarantineGroup[];
  readonly rows: readonly QuarantineRow[];
}
