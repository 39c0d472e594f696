import type { InputMeasures } from '../../kit/index.js';

/** A run as history sees it. */
export interface MeasuredRun {
  /** The time that it stands for, in milliseconds since 1970. */
  readonly runTime: number;
  readonly measures: InputMeasures;
}

/** A number of which each run has one at the most, and how those of several runs are compared. */
export interface Quantity {
  /** By which it is accepted: `rows`, `null share of amount`. */
  readonly key: string;
  /** As a person reads it: `number of rows`. */
  readonly title: string;
  readonly column?: string;
  readonly of: (run: MeasuredRun) => number | undefined;
  /** Brings values to where differences of one size mean the same. */
  readonly scale: (value: number) => number;
  /** By how much a scaled value is free to move. */
  readonly floor: (past: readonly MeasuredRun[], now: MeasuredRun) => number;
  /** A second view: what is as usual there is no outlier. */
  readonly orAs?: (run: MeasuredRun) => number | undefined;
  /** Whether it follows from how many rows there are, and how many of them were looked at. */
  readonly followsSize?: boolean;
  /** Whether too much alone is an outlier. */
  readonly isUpward?: boolean;
  readonly text: (value: number) => string;
}
