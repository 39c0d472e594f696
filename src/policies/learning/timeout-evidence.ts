import { percent, plural } from '../../base/number-text.js';
import type { Measure } from './statistic.js';

/** What the value of a timeout came from, before it was held between its bounds. */
export type TimeoutReason =
  /** Upper quantile of what was seen, with the margin. */
  | 'quantile'
  /** The longest success that was seen, for the size of this input. */
  | 'longest_success'
  /** Attempts of late were cut and none has succeeded since: they took at least so long. */
  | 'cut_attempts'
  /** Too little was seen: the longest that is allowed. */
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

/** `1.5 h`, `42 s`. */
export const duration = (seconds: number): string => {
  const [size, unit] = UNITS.find(([size]) => seconds >= 2 * size) ?? [1, 's'];
  return `${Number((seconds / size).toPrecision(2))} ${unit}`;
};

const factor = (value: number): string => `${Number(value.toPrecision(2))} ×`;

const fitText = ({ of, succeeded, measure, seconds, level, ratio, margin }: FitEvidence): string => {
  const whose = of === 'node' ? '' : ' of other nodes of its kind';
  const by = measure === 'none' ? '' : ` for its ${measure}`;
  const usual = `${plural(succeeded, 'success').replace('successs', 'successes')}${whose} say about ${duration(seconds)}${by}`;
  return `${usual}, ${percent(level)} took at most ${factor(ratio)} that, and ${factor(margin)} is allowed on top`;
};

const reasonText = ({ reason, cut, fit, succeeded }: TimeoutEvidence): string => {
  switch (reason) {
    case 'pinned':
      return 'it is pinned';
    case 'no_history':
      return `only ${succeeded} attempts succeeded so far: the longest that is allowed`;
    case 'cut_attempts':
      return `the last attempts were cut and none has succeeded since (${cut} cut in all): twice as long as the longest of them`;
    case 'longest_success':
      return `the longest success that was seen, for this size; ${fit ? fitText(fit) : ''}`;
    case 'quantile':
      return fit ? fitText(fit) : '';
  }
};

/** A timeout and why, in one sentence. */
export const timeoutText = (seconds: number, evidence: TimeoutEvidence): string => {
  const bound = evidence.cutBy ? `; held at its bound \`${evidence.cutBy}\`` : '';
  return `${duration(seconds)}: ${reasonText(evidence)}${bound}`;
};
