/** The text of a value as the README fixes it: ISO dates, plain decimals, text as it is; `null` where there is none. */
export type Value = string | null;

export type Row = readonly Value[];

/** What a column holds; of `any` the type is not held against a reader (only nulls, or more digits than it may keep). */
export type ColumnType = 'integer' | 'decimal' | 'date' | 'timestamp' | 'text' | 'boolean' | 'any';

/** A name that must be exactly so; one that must have these words in it; or any that is there once (`null`). */
export type ColumnName = string | null | { readonly has: string };

/** A record that a careful person may mend, and a careful reader may put aside instead. */
export interface Mendable {
  /** Where its mended row stands among the rows of the truth. */
  readonly row: number;
  /** The record as the file has it, without its line end. */
  readonly raw: string;
}

export interface TableTruth {
  readonly columns: readonly ColumnName[];
  /** One for each column. */
  readonly types: readonly ColumnType[];
  /** In the order of the file. */
  readonly rows: readonly Row[];
  /** Records beyond repair as they were, without their line ends: each must come out in quarantine. */
  readonly quarantined?: readonly string[];
  readonly mendable?: readonly Mendable[];
  /** A clear refusal is right as well: the file leaves a doubt that only its sender can end. */
  readonly refusable?: true;
}

export interface RefusalTruth {
  readonly refused: true;
  /** Why no table is right. */
  readonly reason: string;
}

export type Truth = TableTruth | RefusalTruth;

/** A file as a partner sent it, and the table that it means. */
export interface DirtyFile {
  readonly name: string;
  /** Made anew on each call: some are large. */
  readonly bytes: () => Uint8Array;
  readonly truth: Truth;
}

/** What is wrong with some files, in words, and the files. */
export interface Defect {
  readonly defect: string;
  readonly files: readonly DirtyFile[];
}

export interface TableOutcome {
  readonly kind: 'table';
  readonly columns: readonly string[];
  /** Held against the truth where a reader tells them. */
  readonly types?: readonly ColumnType[];
  readonly rows: readonly Row[];
  /** Records that were put aside, as the file has them. */
  readonly quarantined: readonly string[];
}

export interface RefusalOutcome {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
  /** What the person can do about it. */
  readonly mend: string;
}

export type Outcome = TableOutcome | RefusalOutcome;

/** The reader under test. */
export type Reader = (file: { readonly name: string; readonly bytes: Uint8Array }) => Promise<Outcome>;

export const isRefusal = (truth: Truth): truth is RefusalTruth => 'refused' in truth;
