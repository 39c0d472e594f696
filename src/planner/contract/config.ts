import type { Contract, Formats, Schema, Sql, TypeRef } from '../../kit/index.js';

/** The columns that a node gave in an earlier run. */
export interface LastColumns {
  readonly runId: string;
  readonly schema: Schema;
}

/** A column to be cast, or to be brought into the one form of its semantic type. */
export interface CastColumn {
  readonly type?: TypeRef | undefined;
  readonly normalise?: (value: Sql) => Sql;
}

/** What the cast of a contract needs: no conditions, which speak of the columns after it. */
export interface CastConfig {
  readonly contract: {
    readonly columns: Readonly<Record<string, CastColumn>>;
    readonly drift: Contract['drift'];
  };
  readonly required: readonly string[];
  readonly formats: Formats;
  /** Columns of the contract whose types follow their values. */
  readonly evolving: readonly string[];
  /** Columns whose values are not shown. */
  readonly hidden: readonly string[];
  /** The last run's columns, which are not new. */
  readonly last?: LastColumns;
  /** Types that were found for columns which evolve. */
  readonly widened?: Readonly<Record<string, string>>;
}

/** What the guard of a contract needs. */
export interface GuardConfig {
  /** The document's node. */
  readonly node: string;
  readonly contract: Contract;
  readonly formats: Formats;
  /** Whether its columns were cast before; otherwise they must have their types already. */
  readonly isCast: boolean;
  /** Columns that were added for its sake and do not go on. */
  readonly added: readonly string[];
  /** Whether the numbers of records come for nothing; elsewhere counting them takes as long as reading. */
  readonly isNumbered: boolean;
  /** Types that columns which evolve were widened to. */
  readonly widened?: Readonly<Record<string, string>>;
  /** Columns of the contract, with the files that do not have them and whose rows go to quarantine. */
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
}
