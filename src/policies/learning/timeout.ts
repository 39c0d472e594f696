import { type Lesson, lessonOf, ratioTo, type Tuning } from './lesson.js';
import { type Bounds, type InputSize, inOrder, type NodeStatistic, sizeOf, within } from './statistic.js';
import type { TimeoutEvidence, TimeoutReason } from './timeout-evidence.js';

/** How a timeout is learned. The defaults were chosen by replay (`benchmarks/policies`). */
export interface TimeoutOptions extends Partial<Tuning> {
  /** Attempts of all nodes of the kind, for a node of which none has succeeded yet. */
  readonly kind?: readonly NodeStatistic[];
  /** Seconds that somebody set: nothing is learned then. */
  readonly pinned?: number;
}

/** A timeout in seconds, and why. */
export interface LearnedTimeout {
  readonly value: number;
  readonly evidence: TimeoutEvidence;
}

const DEFAULTS: Tuning = { level: 0.9, margin: 3, halfLife: 50 };

/** By what the longest success is surpassed: the next outage may be worse than the last. */
const HEADROOM = 2;

/** By what an attempt that was cut is surpassed the next time. */
const LONGER = 2;

/** Attempts that were cut since the last success. */
const cutOfLate = (history: readonly NodeStatistic[]): readonly NodeStatistic[] => {
  const last = history.findLastIndex(({ outcome }) => outcome === 'succeeded');
  return history.slice(last + 1).filter(({ outcome }) => outcome === 'timed_out');
};

/** The longest of attempts that were cut, for the size of the input; where a size is not known, as it was. */
const longestCut = (cut: readonly NodeStatistic[], lesson: Lesson | undefined): number => {
  const scaled = (statistic: NodeStatistic): number =>
    lesson && sizeOf(statistic, lesson.fit.measure) > 0
      ? lesson.evidence.seconds * ratioTo(lesson.fit, statistic)
      : statistic.seconds;
  return Math.max(0, ...cut.map(scaled));
};

type Candidate = readonly [seconds: number, reason: TimeoutReason];

const longestOf = (candidates: readonly Candidate[]): Candidate =>
  candidates.reduce((best, candidate) => (candidate[0] > best[0] ? candidate : best));

const pinned = (seconds: number, bounds: Bounds): LearnedTimeout => {
  const { value, cutBy } = within(seconds, bounds);
  return { value, evidence: { reason: 'pinned', succeeded: 0, cut: 0, ...(cutBy ? { cutBy } : {}) } };
};

/**
 * The timeout of an attempt, in seconds, from what the attempts of its node took before.
 *
 * Duration is fitted against bytes or rows, and an upper quantile of what was seen is allowed, with a margin. It is always
 * longer than a success of the same or a smaller input took, and grows after attempts that were cut until one succeeds. A
 * node of which no attempt has succeeded is judged by its kind, and where none of that has, `max` is allowed.
 *
 * @param history attempts of this node, in any order
 * @param bounds in seconds; what contradicts the above, they hold
 * @example
 * ```ts
 * const { value, evidence } = learnTimeout(history, { bytes: 12_000_000 }, { min: 10, max: 1800 });
 * timeoutText(value, evidence); // '42 s: 31 successes say about 9 s for its bytes, …'
 * ```
 */
export const learnTimeout = (
  history: readonly NodeStatistic[],
  input: InputSize,
  bounds: Bounds,
  { kind = [], pinned: seconds, ...options }: TimeoutOptions = {},
): LearnedTimeout => {
  if (seconds !== undefined) return pinned(seconds, bounds);
  const tuning = { ...DEFAULTS, ...options };
  const past = inOrder(history);
  const own = lessonOf('node', past, input, tuning);
  const base = own ?? lessonOf('kind', inOrder(kind), input, tuning);
  const [longest, reason] = longestOf([
    base ? [base.upper, 'quantile'] : [bounds.max, 'no_history'],
    [HEADROOM * (own?.longest ?? 0), 'longest_success'],
    [LONGER * longestCut(cutOfLate(past), base), 'cut_attempts'],
  ]);
  const { value, cutBy } = within(longest, bounds);
  const evidence: TimeoutEvidence = {
    reason,
    succeeded: own?.evidence.succeeded ?? 0,
    cut: past.filter(({ outcome }) => outcome === 'timed_out').length,
    ...(base ? { fit: base.evidence } : {}),
    ...(cutBy ? { cutBy } : {}),
  };
  return { value, evidence };
};
