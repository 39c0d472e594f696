/** Chance from a seed: the same numbers on every machine (mulberry32, public domain). */
export const randomOf = (seed) => {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low, high) => low + (high - low) * uniform();
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    chance: (probability) => uniform() < probability,
    /** Each order of magnitude as likely as another. */
    magnitude: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    /** A factor about 1. */
    factor: (spread) => Math.exp(spread * normal()),
    /** A factor of at least 1 with a heavy tail. */
    pareto: (index) => (1 - uniform()) ** (-1 / index),
  };
};
