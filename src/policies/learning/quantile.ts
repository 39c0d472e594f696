/** A value and how much it counts. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * The upper bound of conformal prediction with weights: the smallest value below which a share `level` of the weight
 * lies, where the value that is to come counts as one more, of weight 1, above all others.
 *
 * With equal weights that is the order statistic of rank `ceil((n + 1) * level)`. Where so few values are there that the
 * bound would be infinite, it is the largest value; `isReached` says so.
 *
 * @see Barber, Candès, Ramdas, Tibshirani (2023), "Conformal prediction beyond exchangeability", Annals of Statistics 51(2)
 */
export const upperQuantile = (
  values: readonly Weighted[],
  level: number,
): { readonly value: number; readonly isReached: boolean } => {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const target = level * (1 + sorted.reduce((all, { weight }) => all + weight, 0));
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= target) return { value, isReached: true };
  }
  return { value: sorted.at(-1)?.value ?? Number.POSITIVE_INFINITY, isReached: false };
};
