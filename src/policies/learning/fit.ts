import { hasSize, type InputSize, type Measure, type NodeStatistic, sizeOf } from './statistic.js';

/** How duration follows size: `seconds = scale * size ^ exponent`, fitted to what was seen, the newest most. */
export interface Fit {
  readonly measure: Measure;
  readonly exponent: number;
  /** Natural logarithm of the scale. */
  readonly intercept: number;
  /** Spread of the logarithm of duration about the fit, one standard deviation. */
  readonly spread: number;
  /** Smallest and largest size that the fit has seen. */
  readonly seen: readonly [smallest: number, largest: number];
}

/** An attempt that succeeded, and how much it counts. */
export interface Observation {
  readonly statistic: NodeStatistic;
  readonly weight: number;
}

/** Steeper than that nothing is that reads its input once and sorts it: it is noise, or sizes that hardly differ. */
const STEEPEST = 2;
/** As if that much had been seen of duration not following size: it holds the exponent near 0 until sizes differ. */
const RIDGE = 0.5;

const log = (size: number): number => Math.log(1 + size);

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((all, item) => all + of(item), 0);

/** By the method of weighted least squares, over logarithms: errors of duration are factors, not differences. */
const fitBy = (measure: Measure, observations: readonly Observation[]): Fit => {
  const points = observations.map(({ statistic, weight }) => ({
    x: log(sizeOf(statistic, measure)),
    y: Math.log(statistic.seconds),
    weight,
  }));
  const all = sum(points, ({ weight }) => weight);
  const [x0, y0] = [sum(points, (p) => p.weight * p.x) / all, sum(points, (p) => p.weight * p.y) / all];
  const xx = sum(points, (p) => p.weight * (p.x - x0) ** 2);
  const xy = sum(points, (p) => p.weight * (p.x - x0) * (p.y - y0));
  const exponent = measure === 'none' ? 0 : Math.min(STEEPEST, Math.max(0, xy / (xx + RIDGE)));
  const intercept = y0 - exponent * x0;
  const spread = Math.sqrt(sum(points, (p) => p.weight * (p.y - intercept - exponent * p.x) ** 2) / all);
  const sizes = observations.map(({ statistic }) => sizeOf(statistic, measure));
  return { measure, exponent, intercept, spread, seen: [Math.min(...sizes), Math.max(...sizes)] };
};

/**
 * Fits duration against the measure of size that explains it best: bytes or rows, of those known of the input and of all
 * observations; else against none.
 */
export const fitOf = (observations: readonly Observation[], input: InputSize): Fit => {
  const isKnown = (measure: 'bytes' | 'rows'): boolean =>
    hasSize(input, measure) && observations.every(({ statistic }) => hasSize(statistic, measure));
  const fits = (['bytes', 'rows'] as const).filter(isKnown).map((measure) => fitBy(measure, observations));
  const [first, second] = fits;
  if (!first) return fitBy('none', observations);
  return second && second.spread < first.spread ? second : first;
};

/**
 * Seconds by the fit; never less for a larger size. Beyond the sizes that were seen it is careful: a larger input takes at
 * least as much longer as it is larger, and a smaller one no less than the smallest.
 */
export const fittedSeconds = ({ measure, exponent, intercept, seen }: Fit, input: InputSize): number => {
  const [smallest, largest] = seen.map(log) as [number, number];
  const x = log(sizeOf(input, measure));
  const inside = Math.min(largest, Math.max(smallest, x));
  const beyond = Math.max(0, x - largest);
  return Math.exp(intercept + exponent * inside + Math.max(1, exponent) * beyond);
};
