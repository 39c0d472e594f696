/** What it costs in seconds that a run is lost to timeouts though it would have succeeded: somebody has to look at it. */
export const ATTENTION = 600;

const statisticOf = (run, number, { seconds, outcome }, attempt) => ({
  pipeline: 'replayed',
  node: run.node,
  kind: run.kind,
  runId: `run-${number}`,
  // Within a day attempts come one after another: the order of time is the order of attempts.
  at: new Date(run.at + number * 10 + attempt).toISOString(),
  bytes: run.bytes,
  rows: run.rows,
  seconds,
  outcome,
});

const seenOf = ({ ending, seconds }, timeout) => {
  if (seconds > timeout) return { seconds: timeout, outcome: 'timed_out' };
  return { seconds, outcome: ending === 'succeeds' ? 'succeeded' : 'failed' };
};

const nothing = () => ({
  attempts: 0,
  wouldSucceed: 0,
  cut: 0,
  hangs: 0,
  lostToHangs: 0,
  cost: 0,
  lostRuns: 0,
  work: 0,
});

const counted = (score, attempt, { seconds, outcome }) => {
  score.attempts += 1;
  score.cost += seconds;
  if (attempt.ending === 'hangs') {
    score.hangs += 1;
    score.lostToHangs += seconds;
  }
  if (attempt.ending === 'succeeds') score.wouldSucceed += 1;
  if (attempt.ending === 'succeeds' && outcome === 'timed_out') score.cut += 1;
  if (outcome !== 'timed_out') score.work += seconds;
};

/**
 * A run whose attempts were all cut, or failed after one was cut, though one would have succeeded: a person looks at it and
 * lets it run without a timeout.
 */
const rescued = (score, run, number, past) => {
  const fit = run.attempts.find(({ ending }) => ending === 'succeeds');
  score.lostRuns += 1;
  score.cost += ATTENTION + fit.seconds;
  score.work += fit.seconds;
  past.add(statisticOf(run, number, { seconds: fit.seconds, outcome: 'succeeded' }, run.attempts.length));
};

const replayRun = (run, number, policy, past, score) => {
  let cutWrongly = false;
  for (const [index, attempt] of run.attempts.entries()) {
    const seen = seenOf(attempt, policy(past, run));
    counted(score, attempt, seen);
    past.add(statisticOf(run, number, seen, index));
    if (seen.outcome === 'succeeded') return;
    cutWrongly ||= attempt.ending === 'succeeds';
  }
  if (cutWrongly) rescued(score, run, number, past);
};

/** Statistics of a node that a store gives back, at most. */
const KEPT = 200;

const historyOf = () => {
  const nodes = new Map();
  const kinds = new Map();
  const of = (map, key) => map.get(key) ?? map.set(key, []).get(key);
  return {
    add: (statistic) => {
      of(nodes, statistic.node).push(statistic);
      of(kinds, statistic.kind).push(statistic);
    },
    node: (name) => of(nodes, name).slice(-KEPT),
    kind: (name) => of(kinds, name).slice(-KEPT),
  };
};

/** Puts a policy through a trace: it is asked before each attempt and sees only what was seen until then. */
export const replay = (trace, policy) => {
  const score = nothing();
  const past = historyOf();
  for (const [number, run] of trace.runs.entries()) replayRun(run, number, policy, past, score);
  return score;
};
