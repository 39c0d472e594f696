import { count, percent } from '../../base/number-text.js';
import type { Measure } from './statistic.js';

/** What the value of a timeout came from, before it was held between its bounds. */
export type TimeoutReason =
  /** Upper quantile of what was seen, with a margin. */
  | 'quantile'
  /** Twice the longest success that was seen, for the size of this input. */
  | 'longest_success'
  /** Attempts of late were cut and none has succeeded since: twice as long as the longest of them. */
  | 'cut_attempts'
  /** Nothing was seen: the longest that is allowed. */
  | 'no_history'
  /** Somebody set it. */
  | 'pinned';

/** What was fitted to attempts that succeeded. */
export interface FitEvidence {
  /** Whose attempts: the node's own, or those of all nodes of its kind. */
  readonly of: 'node' | 'kind';
  readonly succeeded: number;
  readonly measure: Measure;
  /** Duration grows with this power of the size. */
  readonly exponent: number;
  /** Spread of duration about the fit, as a factor: one standard deviation of its logarithm. */
  readonly spread: number;
  /** Seconds of an input of this size, by the fit. */
  readonly seconds: number;
  /** Share of attempts that take at most `ratio` times what the fit says. */
  readonly level: number;
  readonly ratio: number;
  /** By what the quantile was multiplied for what was never seen. */
  readonly margin: number;
}

/** Why a timeout is what it is. Plain and immutable: it goes into the record of a run as it is. */
export interface TimeoutEvidence {
  readonly reason: TimeoutReason;
  /** Attempts of the node that succeeded. */
  readonly succeeded: number;
  /** Attempts of the node that were cut: each took at least as long as it was given. */
  readonly cut: number;
  readonly fit?: FitEvidence;
  /** The bound that cut the value. */
  readonly cutBy?: 'min' | 'max';
}

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

const two = (value: number): string => String(Number(value.toPrecision(2)));

/** `1.5 h`, `42 s`. */
export const duration = (seconds: number): string => {
  const [size, unit] = UNITS.find(([size]) => seconds === size || seconds >= 2 * size) ?? [1, 's'];
  return `${two(seconds / size)} ${unit}`;
};

const attempts = (number: number): string => `${count(number)} ${number === 1 ? 'success' : 'successes'}`;

const expectedText = ({ of, succeeded, measure, seconds }: FitEvidence): string => {
  const by = measure === 'none' ? 'an input of any size' : `so many ${measure}`;
  return `${attempts(succeeded)} of ${of === 'node' ? 'the node' : 'its kind'} say ${duration(seconds)} for ${by}`;
};

const quantileText = (fit: FitEvidence): string =>
  `${expectedText(fit)}, ${percent(fit.level)} took at most ${two(fit.ratio)} times that, and ${two(fit.margin)} times as much is allowed`;

const reasonText = ({ reason, fit, cut }: TimeoutEvidence): string => {
  if (reason === 'pinned') return 'pinned';
  if (reason === 'cut_attempts')
    return `twice as long as what was cut since the last success (${count(cut)} cut in all)`;
  if (reason === 'no_history' || !fit) return 'no attempt of the node or its kind has succeeded yet';
  if (reason === 'longest_success') return `twice the longest success; ${expectedText(fit)}`;
  return quantileText(fit);
};

/** A timeout and why, in one sentence. */
export const timeoutText = (seconds: number, evidence: TimeoutEvidence): string => {
  const bound = evidence.cutBy ? `; held at its bound \`${evidence.cutBy}\`` : '';
  return `${duration(seconds)}: ${reasonText(evidence)}${bound}`;
};
