import type { Cell, Format } from '../../kit/index.js';

/** A frequent value and its share of all values, 0 to 1. */
export interface HeavyKey {
  readonly value: string;
  readonly share: number;
}

/** How many numbers lie in each of equally wide parts of a range. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
}

/** What the values of one column are like. */
export interface ColumnProfile {
  readonly name: string;
  readonly type: string;
  /** Share of rows without a value, 0 to 1. */
  readonly nullShare: number;
  /** Different values among the rows that were looked at. */
  readonly distinct: number;
  /** Whether they were counted; otherwise their number is an estimate. */
  readonly isDistinctExact: boolean;
  /** Whether no value stands twice among the rows that were looked at. */
  readonly isUnique: boolean;
  readonly least: string | null;
  readonly greatest: string | null;
  /** Whether nulls and bounds are those of the whole input, and not of a sample. */
  readonly isWhole: boolean;
  /** Values that stand more than once, the most frequent first. */
  readonly heavy: readonly HeavyKey[];
  /** Of numbers: the mean, and the quantiles at 5, 25, 50, 75 and 95 percent. */
  readonly mean?: number;
  readonly quantiles?: readonly number[];
  readonly histogram?: Histogram;
  /** Of text: characters. */
  readonly length?: { readonly min: number; readonly mean: number; readonly max: number };
  /** What its values seem to mean. */
  readonly semantic?: { readonly type: string; readonly class: string; readonly evidence: string };
  /** Whether values are left out because they are personal or sensitive. */
  readonly isMasked: boolean;
}

/** What an input is like, before anything is done with it. */
export interface InputProfile {
  readonly format: Format;
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
  readonly isExact: boolean;
  /** What was looked at: all of it, or which part. */
  readonly sample: { readonly rows: number; readonly isWhole: boolean; readonly from: string };
  readonly columns: readonly ColumnProfile[];
}

/** A row of an answer of the engine. */
export type Cells = readonly Cell[];
