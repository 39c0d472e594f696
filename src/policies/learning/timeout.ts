import { type Fit, fitOf, fittedSeconds, type Observation } from './fit.js';
import { upperQuantile } from './quantile.js';
import { type Bounds, type InputSize, inOrder, type NodeStatistic, sizeOf, within } from './statistic.js';
import type { FitEvidence, TimeoutEvidence, TimeoutReason } from './timeout-evidence.js';

/** How a timeout is learned. The defaults were chosen by replay (`benchmarks/policies`). */
export interface TimeoutOptions {
  /** Attempts of all nodes of the kind, for a node of which little is known. */
  readonly kind?: readonly NodeStatistic[];
  /** Seconds that somebody set: nothing is learned then. */
  readonly pinned?: number;
  /** Share of attempts whose duration the quantile covers. */
  readonly level?: number;
  /** By what the quantile is multiplied, for what was never seen. */
  readonly margin?: number;
  /** So many successes later, one counts half. */
  readonly halfLife?: number;
  /** Successes below which a node is judged by its kind, and a kind not at all. */
  readonly enough?: number;
  readonly wider?: number;
  readonly longer?: number;
}

type Tuning = Required<Omit<TimeoutOptions, 'kind' | 'pinned'>>;

const DEFAULTS: Tuning = { level: 0.95, margin: 4, halfLife: 50, enough: 3, wider: 3, longer: 2 };

/** With few observations the margin is wider: it is this much wider with one, half of that with two. */
const WIDER = 3;

/** By what an attempt that was cut is surpassed next time. */
const LONGER = 2;

/** What attempts say. */
interface Lesson {
  readonly fit: Fit;
  readonly evidence: FitEvidence;
  /** Seconds by the quantile. */
  readonly upper: number;
  /** Seconds of the longest success, for the size of the input. */
  readonly longest: number;
}

const ratioTo = (fit: Fit, statistic: NodeStatistic): number =>
  statistic.seconds / fittedSeconds(fit, statistic);

/** Attempts of an outcome. Their age counts in successes, so that an attempt that was cut makes no other older. */
const observationsOf = (
  history: readonly NodeStatistic[],
  outcome: NodeStatistic['outcome'],
  { halfLife }: Tuning,
): readonly Observation[] => {
  let age = history.filter((statistic) => statistic.outcome === 'succeeded').length;
  return history.flatMap((statistic) => {
    if (statistic.outcome === 'succeeded') age -= 1;
    return statistic.outcome === outcome ? [{ statistic, weight: 0.5 ** (age / halfLife) }] : [];
  });
};

/**
 * What the quantile is of. An attempt that was cut took at least so long; where it is above the quantile of those that
 * succeeded it counts, and where it is below nothing is known of it: it never makes a timeout shorter.
 */
const ratioOf = (
  fit: Fit,
  observations: readonly Observation[],
  cut: readonly Observation[],
  level: number,
): number => {
  const ratio = ({ statistic, weight }: Observation) => ({ value: ratioTo(fit, statistic), weight });
  const ratios = observations.map(ratio);
  const { value } = upperQuantile(ratios, level);
  return upperQuantile([...ratios, ...cut.map(ratio).filter((least) => least.value > value)], level).value;
};

const lessonOf = (
  of: FitEvidence['of'],
  history: readonly NodeStatistic[],
  input: InputSize,
  tuning: Tuning,
): Lesson | undefined => {
  const observations = observationsOf(history, 'succeeded', tuning);
  if (observations.length === 0) return undefined;
  const fit = fitOf(observations, input);
  const cut = observationsOf(history, 'timed_out', tuning);
  const ratio = ratioOf(fit, observations, cut, tuning.level);
  const margin = tuning.margin * (1 + tuning.wider / observations.length);
  const seconds = fittedSeconds(fit, input);
  const largest = Math.max(...observations.map(({ statistic }) => ratioTo(fit, statistic)));
  const { measure, exponent, spread } = fit;
  const evidence: FitEvidence = {
    of,
    succeeded: observations.length,
    measure,
    exponent,
    spread: Math.exp(spread),
    seconds,
    level: tuning.level,
    ratio,
    margin,
  };
  return { fit, evidence, upper: seconds * ratio * margin, longest: seconds * largest };
};

/** Attempts that were cut since the last success. */
const cutOfLate = (history: readonly NodeStatistic[]): readonly NodeStatistic[] => {
  const last = history.findLastIndex(({ outcome }) => outcome === 'succeeded');
  return history.slice(last + 1).filter(({ outcome }) => outcome === 'timed_out');
};

/** Seconds that surpass attempts which were cut, for the size of the input; where sizes are not known, as they were. */
const surpassing = (
  cut: readonly NodeStatistic[],
  lesson: Lesson | undefined,
  input: InputSize,
  { longer }: Tuning,
): number => {
  const scaled = (statistic: NodeStatistic): number => {
    const isKnown = lesson !== undefined && sizeOf(statistic, lesson.fit.measure) > 0;
    return isKnown ? lesson.evidence.seconds * ratioTo(lesson.fit, statistic) : statistic.seconds;
  };
  return Math.max(0, ...cut.map((statistic) => longer * scaled(statistic)));
};

type Candidate = readonly [seconds: number, reason: TimeoutReason];

const longestOf = (candidates: readonly Candidate[]): Candidate =>
  candidates.reduce((best, candidate) => (candidate[0] > best[0] ? candidate : best));

const candidatesOf = (own: Lesson | undefined, base: Lesson | undefined, bounds: Bounds): readonly Candidate[] => [
  base ? [base.upper, 'quantile'] : [bounds.max, 'no_history'],
  ...(own ? ([[own.longest, 'longest_success']] as const) : []),
];

const learned = (
  history: readonly NodeStatistic[],
  input: InputSize,
  bounds: Bounds,
  { kind = [], ...options }: TimeoutOptions,
): { readonly value: number; readonly evidence: TimeoutEvidence } => {
  const tuning = { ...DEFAULTS, ...options };
  const past = inOrder(history);
  const isEnough = (lesson: Lesson | undefined): boolean =>
    (lesson?.evidence.succeeded ?? 0) >= tuning.enough;
  const own = lessonOf('node', past, input, tuning);
  const kin = isEnough(own) ? undefined : lessonOf('kind', inOrder(kind), input, tuning);
  const base = [own, kin].find(isEnough);
  const [seconds, reason] = longestOf([
    ...candidatesOf(own, base, bounds),
    [surpassing(cutOfLate(past), own, input, tuning), 'cut_attempts'],
  ]);
  const { value, cutBy } = within(seconds, bounds);
  const evidence: TimeoutEvidence = {
    reason,
    succeeded: own?.evidence.succeeded ?? 0,
    cut: past.filter(({ outcome }) => outcome === 'timed_out').length,
    ...(base ? { fit: base.evidence } : {}),
    ...(cutBy ? { cutBy } : {}),
  };
  return { value, evidence };
};

/**
 * The timeout of an attempt, in seconds, from what the attempts of its node took before.
 *
 * Duration is fitted against bytes or rows; an upper quantile of what was seen, with a margin, is allowed. It is never
 * shorter than a success of the same or a smaller input, and grows after attempts that were cut until one succeeds. A node
 * of which little is known is judged by its kind, and where of that little is known too, `max` is allowed.
 *
 * @param history attempts of this node, in any order
 * @param bounds in seconds
 * @example
 * learnTimeout(history, { bytes: 12_000_000 }, { min: 10, max: 1800 }).value; // 42.5
 */
export const learnTimeout = (
  history: readonly NodeStatistic[],
  input: InputSize,
  bounds: Bounds,
  options: TimeoutOptions = {},
): { readonly value: number; readonly evidence: TimeoutEvidence } => {
  if (options.pinned === undefined) return learned(history, input, bounds, options);
  const { value, cutBy } = within(options.pinned, bounds);
  return { value, evidence: { reason: 'pinned', succeeded: 0, cut: 0, ...(cutBy ? { cutBy } : {}) } };
};
