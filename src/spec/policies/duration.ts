import * as z from 'zod';

const FORM = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Timers of Node count in 31 bits; past them they would fire at once. */
const LONGEST = 24 * 86_400_000;

/** Milliseconds of a duration such as `500ms`, `1.5h`. */
export const millisecondsOf = (duration: string): number => {
  const [, amount = '0', unit = 'ms'] = FORM.exec(duration) ?? [];
  return Math.round(Number(amount) * (MILLISECONDS[unit] ?? 1));
};

/** `500ms`, `30s`, `5m`, `2h`, `1d`: a duration with its unit. */
export const durationText = z
  .string()
  .regex(FORM, 'a duration with a unit, for example 500ms, 30s or 5m')
  .refine((text) => millisecondsOf(text) <= LONGEST, 'must be at most 24 days')
  .refine((text) => !FORM.test(text) || millisecondsOf(text) > 0, 'must be longer than nothing');

/** A duration as a document would write it: the longest unit that says it without a fraction. */
export const durationOf = (milliseconds: number): string => {
  const whole = Math.round(milliseconds);
  const unit = ['d', 'h', 'm', 's'].find((each) => whole > 0 && whole % (MILLISECONDS[each] ?? 1) === 0);
  return unit === undefined ? `${whole}ms` : `${whole / (MILLISECONDS[unit] ?? 1)}${unit}`;
};
