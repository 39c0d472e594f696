import { MillraceError } from '../../base/errors/index.js';
import type { AttemptRecord } from '../../kit/index.js';
import type { FailedAttempt } from '../../policies/index.js';

/** A failed attempt as it is recorded. */
export const attemptRecord = ({ seconds, errors, waitSeconds = 0, why }: FailedAttempt): AttemptRecord => ({
  seconds,
  codes: errors.map(({ code }) => code),
  waited: waitSeconds,
  ...(why === undefined ? {} : { why }),
});

const triesText = (attempts: readonly AttemptRecord[]): string => {
  const waited = attempts.reduce((sum, attempt) => sum + attempt.waited, 0);
  const why = attempts.at(-1)?.why;
  return `tried ${attempts.length} times, with ${Number(waited.toFixed(1))} s of waiting${why === undefined ? '' : `: ${why}`}`;
};

/** An error that says how often it was tried, where that was more than once. */
export const withTries = (thrown: unknown, attempts: readonly AttemptRecord[]): unknown => {
  const isPlain = attempts.length < 2 && attempts.at(-1)?.why === undefined;
  if (!(thrown instanceof MillraceError) || isPlain) return thrown;
  const note = triesText(attempts);
  return new MillraceError(
    thrown.problems.map((item) => ({ ...item, notes: [...item.notes, note] })),
    { cause: thrown },
  );
};
