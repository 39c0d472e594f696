import { families } from './families.mjs';
import { randomOf } from './random.mjs';

/** Attempts that a run has at most. */
export const ATTEMPTS = 3;

const ONE_DAY = 86_400_000;

/** Nodes of a kind are about as fast, byte for byte. */
const kindOf = (random, number, { longer }) => ({
  name: `kind_${number}`,
  secondsPerByte: longer ? random.magnitude(1e-7, 1e-6) : random.magnitude(2e-9, 1e-7),
});

const nodeOf = (random, number, kinds, { longer }) => {
  const kind = kinds[random.whole(0, kinds.length - 1)];
  return {
    number,
    name: `node_${number}`,
    kind: kind.name,
    base: random.magnitude(0.2, 3),
    secondsPerByte: kind.secondsPerByte * random.factor(0.6),
    bytes: longer ? random.magnitude(1e9, 3e9) : random.magnitude(1e6, 1e9),
    bytesPerRow: random.magnitude(30, 500),
    /** How sizes differ from run to run. */
    sizes: random.between(0.05, 0.8),
    /** How durations differ for the same size. */
    noise: random.between(0.08, 0.4),
    /** Share of attempts that take several times as long for no reason that is seen. */
    stragglers: random.between(0, 0.02),
    /** Sorts and joins take more than their share for large inputs. */
    exponent: random.chance(0.3) ? random.between(1.05, 1.3) : 1,
  };
};

/** Heavy-tailed, up to 20 times. */
const noiseOf = (random, { noise, stragglers }) =>
  random.factor(noise) * (random.chance(stragglers) ? Math.min(20, random.pareto(1.5)) : 1);

const attemptOf = (random, node, { seconds, hang, failing }, isAgain) => {
  if (random.chance(isAgain ? 0.2 : hang)) return { ending: 'hangs', seconds: Number.POSITIVE_INFINITY };
  const taken = seconds * noiseOf(random, node);
  if (random.chance(failing)) return { ending: 'fails', seconds: taken * random.uniform() };
  return { ending: 'succeeds', seconds: taken };
};

/** What would come of each attempt of a run if it were let be. One that follows a hang hangs more often. */
const attemptsOf = (random, node, work) => {
  const attempts = [];
  for (let number = 0; number < ATTEMPTS; number += 1)
    attempts.push(attemptOf(random, node, work, attempts.at(-1)?.ending === 'hangs'));
  return attempts;
};

const runOf = (random, node, round, world) => {
  const typical = node.bytes * (world.size?.(node.number, round) ?? 1);
  const bytes = Math.round(typical * random.factor(node.sizes));
  const share = (bytes / node.bytes) ** node.exponent;
  const slowness = world.slowness?.(node.number, round) ?? 1;
  const seconds = (node.base + node.secondsPerByte * node.bytes * share) * slowness;
  const work = { seconds, hang: world.hang ?? 0.003, failing: world.failing?.(round) ?? 0.01 };
  return {
    node: node.name,
    kind: node.kind,
    bytes,
    rows: Math.max(1, Math.round((bytes / node.bytesPerRow) * random.factor(0.05))),
    attempts: attemptsOf(random, node, work),
  };
};

/** A trace: the runs of a pipeline's nodes in order, each with what would come of its attempts. */
export const traceOf = (family, seed) => {
  const random = randomOf(seed * 7919 + Object.keys(families).indexOf(family));
  const { shape, world: worldOf } = families[family];
  const kinds = Array.from({ length: 2 }, (_, number) => kindOf(random, number, shape));
  const nodes = Array.from({ length: shape.nodes }, (_, number) => nodeOf(random, number, kinds, shape));
  const world = worldOf(random, shape);
  const begin = shape.begin ?? 0;
  const last = shape.rounds + begin * shape.nodes;
  const runs = [];
  for (let day = 0; day < last; day += 1)
    for (const node of nodes) {
      const round = day - begin * node.number;
      if (round >= 0 && round < shape.rounds)
        runs.push({ at: Date.UTC(2026, 0, 1) + day * ONE_DAY, ...runOf(random, node, round, world) });
    }
  return { family, seed, runs };
};
