import type { NodeStatistic as KeptStatistic } from '../../kit/index.js';

/** What is known of one attempt of a node, and all that is learned from: what a state store keeps, be its size known or not. */
export interface NodeStatistic extends Omit<KeptStatistic, 'bytes' | 'rows'> {
  /** Bytes that it read, where they are known. */
  readonly bytes?: number | undefined;
  /** Rows, where they are known; of the same rows as {@link InputSize.rows}. */
  readonly rows?: number | undefined;
}

/** What an attempt is about to read, as far as it is known beforehand. */
export interface InputSize {
  readonly bytes?: number | undefined;
  readonly rows?: number | undefined;
}

/** By what the size of an input is measured; `none` where no size is known of the input or of what was seen. */
export type Measure = 'bytes' | 'rows' | 'none';

/** Between which a learned value stays. Where they contradict each other, `max` holds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A value held between bounds, and which of them cut it. */
export const within = (
  value: number,
  { min, max }: Bounds,
): { readonly value: number; readonly cutBy?: 'min' | 'max' } => {
  if (value > max) return { value: max, cutBy: 'max' };
  if (value < min) return min > max ? { value: max, cutBy: 'max' } : { value: min, cutBy: 'min' };
  return { value };
};

/** Times shorter than a clock tells apart are one time: they have a logarithm. */
const SHORTEST = 0.001;

const isTold = ({ seconds }: NodeStatistic): boolean => Number.isFinite(seconds) && seconds >= 0;

/** Statistics in the order of time, whatever order they were kept in; what has no duration teaches nothing. */
export const inOrder = (history: readonly NodeStatistic[]): readonly NodeStatistic[] =>
  history
    .filter(isTold)
    .map((statistic) => ({ ...statistic, seconds: Math.max(statistic.seconds, SHORTEST) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The size of an input by a measure; 0 by none. */
export const sizeOf = (input: InputSize, measure: Measure): number =>
  measure === 'none' ? 0 : (input[measure] ?? 0);

/** Whether the size is known by this measure. */
export const hasSize = (input: InputSize, measure: 'bytes' | 'rows'): boolean => {
  const size = input[measure];
  return size !== undefined && Number.isFinite(size) && size >= 0;
};
