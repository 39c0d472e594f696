import { families } from './families.mjs';
import { fixed, gridOf, learner } from './policies.mjs';
import { replay } from './replay.mjs';
import { traceOf } from './traces.mjs';

/** Seeds by which the learner was tuned, and seeds by which it is judged. None of the second was looked at before. */
export const seeds = {
  tune: Array.from({ length: 30 }, (_, number) => 1 + number),
  'held-out': Array.from({ length: 30 }, (_, number) => 1001 + number),
};

const bestOf = (trace) => {
  const tried = gridOf(trace).map((seconds) => ({ seconds, ...replay(trace, fixed(seconds)) }));
  return tried.reduce((best, score) => (score.cost < best.cost ? score : best));
};

export const statics = { '1m': 60, '10m': 600, '30m': 1800 };

/** Static scores of traces do not depend on how the learner is tuned. */
export const staticScores = (trace) => ({
  ...Object.fromEntries(
    Object.entries(statics).map(([name, seconds]) => [name, replay(trace, fixed(seconds))]),
  ),
  best: bestOf(trace),
});

export const learnedScore = (trace, options) => replay(trace, learner(trace, options));

export const tracesOf = (numbers, names = Object.keys(families)) =>
  names.flatMap((family) => numbers.map((seed) => traceOf(family, seed)));

const total = (scores, key) => scores.reduce((all, score) => all + score[key], 0);

/** Scores of traces together. */
export const summed = (scores) => ({
  falseTimeouts: total(scores, 'cut') / total(scores, 'wouldSucceed'),
  perHang: total(scores, 'lostToHangs') / total(scores, 'hangs'),
  lostRuns: total(scores, 'lostRuns'),
  cost: total(scores, 'cost'),
});
