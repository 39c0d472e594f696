/** Where a value is expected to lie. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Makes the median absolute deviation an estimate of the standard deviation of normal values: 1 / 0.6745. */
const TO_DEVIATION = 1.4826;

/** So many deviations away a value is taken for an outlier. */
const CUTOFF = 3.5;

const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);

/** The middle of some values; of an even number the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = ascending(values);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
};

/** The median absolute deviation, scaled: half of the values may be anything without moving it far. */
export const deviation = (values: readonly number[]): number => {
  const middle = median(values);
  return TO_DEVIATION * median(values.map((value) => Math.abs(value - middle)));
};

/** The least and the greatest value but for the one farthest out on each side, which may be a mishap. */
export const trimmed = (values: readonly number[]): Interval => {
  const sorted = ascending(values);
  return { low: sorted[1] ?? Number.NaN, high: sorted.at(-2) ?? Number.NaN };
};

/**
 * Where the next of some values is expected: around the median by 3.5 scaled median absolute deviations, which is the
 * "modified z-score" of B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, ASQC Quality Press 1993 (also in the
 * NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17). Two things are added to it. Values that are all the same have
 * no deviation, so a value is free to move by a floor. And what was there at least twice on each side is no outlier,
 * whatever the deviation says: values that alternate (weekdays, weekends) have a small one.
 *
 * @param values of earlier runs, three at least
 * @param floor by how much a value may differ from what was there before
 */
export const expected = (values: readonly number[], floor: number): Interval => {
  const middle = median(values);
  const reach = Math.max(CUTOFF * deviation(values), floor);
  const seen = trimmed(values);
  return {
    low: Math.min(middle - reach, seen.low - floor),
    high: Math.max(middle + reach, seen.high + floor),
  };
};

/** Whether a value lies inside; bounds do. */
export const isIn = (value: number, { low, high }: Interval): boolean => value >= low && value <= high;
