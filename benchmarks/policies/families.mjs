/**
 * Families of traces. Each says how its world differs from a steady one: `nodes`, `rounds` (runs of each node), `hang`
 * (share of attempts that never end), and factors by node and round. All of it is drawn from the seed.
 *
 * They were written before the learner, from what happens to pipelines. One thing was changed after a first look, by seeds for
 * tuning: inputs are at most 1 GB at first and `mixed` is each of its worlds half as strong, since much of `growth` and `mixed`
 * took longer than the longest timeout that is allowed, whatever is learned.
 */
const steady = () => ({});

/** Work becomes slower or faster little by little, up to four times. */
const drift = (random, { rounds }) => {
  const goal = random.magnitude(1 / 4, 4);
  return { slowness: (_node, round) => goal ** (round / rounds) };
};

/** Inputs become 4 to 20 times larger, little by little. */
const growth = (random, { rounds }) => {
  const goal = random.magnitude(4, 20);
  return { size: (_node, round) => goal ** (round / rounds) };
};

/** For 2 to 6 runs all is 2 to 12 times slower, and many attempts fail; then it is over. 2 to 4 times a trace. */
const outages = (random, { rounds }) => {
  const windows = Array.from({ length: random.whole(2, 4) }, () => ({
    from: random.whole(5, rounds - 10),
    length: random.whole(2, 6),
    slowness: random.magnitude(2, 12),
  }));
  const at = (round) => windows.find(({ from, length }) => round >= from && round < from + length);
  return {
    slowness: (_node, round) => at(round)?.slowness ?? 1,
    failing: (round) => (at(round) ? 0.4 : 0),
  };
};

/** 3 % of attempts never end. */
const hangs = () => ({ hang: 0.03 });

/** At some time each node's input becomes 5 times larger from one run to the next, and stays so. */
const steps = (random, { nodes, rounds }) => {
  const at = Array.from({ length: nodes }, () => random.whole(5, rounds - 5));
  return { size: (node, round) => (round >= at[node] ? 5 : 1) };
};

/** All of it at once, each half as strong. */
const together = (random, shape) => {
  const all = [drift, growth, outages, steps].map((family) => family(random, shape));
  const product = (key) => (node, round) =>
    Math.sqrt(all.reduce((value, world) => value * (world[key]?.(node, round) ?? 1), 1));
  return {
    slowness: product('slowness'),
    size: product('size'),
    failing: all[2].failing,
    hang: 0.015,
  };
};

const PIPELINE = { nodes: 5, rounds: 150 };

export const families = {
  steady: { shape: PIPELINE, world: steady },
  drift: { shape: PIPELINE, world: drift },
  growth: { shape: PIPELINE, world: growth },
  outages: { shape: PIPELINE, world: outages },
  hangs: { shape: PIPELINE, world: hangs },
  steps: { shape: PIPELINE, world: steps },
  /** Many nodes that run a few times each, and begin one after another. */
  new: { shape: { nodes: 20, rounds: 15, begin: 5 }, world: () => ({ hang: 0.015 }) },
  mixed: { shape: PIPELINE, world: together },
  /** Nodes that take minutes to an hour: ten minutes are too short for them. */
  long: { shape: { ...PIPELINE, longer: true }, world: () => ({ hang: 0.01 }) },
};
