import { type Fit, fitOf, fittedSeconds, type Observation } from './fit.js';
import { upperQuantile } from './quantile.js';
import type { InputSize, NodeStatistic } from './statistic.js';
import type { FitEvidence } from './timeout-evidence.js';

/** What is learned by, all of it chosen by replay. */
export interface Tuning {
  /** Share of attempts whose duration the quantile covers. */
  readonly level: number;
  /** By what the quantile is multiplied, for what was never seen. */
  readonly margin: number;
  /** So many successes later, one counts half. */
  readonly halfLife: number;
}

/** What attempts say of an input. */
export interface Lesson {
  readonly fit: Fit;
  readonly evidence: FitEvidence;
  /** Seconds by the quantile, with the margin. */
  readonly upper: number;
  /** Seconds of the success that took longest for its size, for the size of the input. */
  readonly longest: number;
}

/** How many times as long as by the fit an attempt took. */
export const ratioTo = (fit: Fit, statistic: NodeStatistic): number =>
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
 * The quantile of ratios. An attempt that was cut took at least so long: where that is above the quantile of those that
 * succeeded it counts, and where it is below nothing is known of it. So it never makes a timeout shorter.
 */
const upperRatio = (
  fit: Fit,
  succeeded: readonly Observation[],
  cut: readonly Observation[],
  level: number,
): number => {
  const ratio = ({ statistic, weight }: Observation) => ({ value: ratioTo(fit, statistic), weight });
  const ratios = succeeded.map(ratio);
  const { value } = upperQuantile(ratios, level);
  return upperQuantile([...ratios, ...cut.map(ratio).filter((least) => least.value > value)], level).value;
};

/** With few observations the margin is wider: twice as wide with one, half as wide again with two. */
const marginOf = ({ margin }: Tuning, observations: number): number => margin * (1 + 1 / observations);

/** What attempts, oldest first, say of an input; nothing where none has succeeded. */
export const lessonOf = (
  of: FitEvidence['of'],
  history: readonly NodeStatistic[],
  input: InputSize,
  tuning: Tuning,
): Lesson | undefined => {
  const succeeded = observationsOf(history, 'succeeded', tuning);
  if (succeeded.length === 0) return undefined;
  const fit = fitOf(succeeded, input);
  const seconds = fittedSeconds(fit, input);
  const ratio = upperRatio(fit, succeeded, observationsOf(history, 'timed_out', tuning), tuning.level);
  const largest = Math.max(...succeeded.map(({ statistic }) => ratioTo(fit, statistic)));
  const evidence: FitEvidence = {
    of,
    succeeded: succeeded.length,
    measure: fit.measure,
    exponent: fit.exponent,
    spread: Math.exp(fit.spread),
    seconds,
    level: tuning.level,
    ratio,
    margin: marginOf(tuning, succeeded.length),
  };
  return { fit, evidence, upper: seconds * ratio * evidence.margin, longest: seconds * largest };
};
