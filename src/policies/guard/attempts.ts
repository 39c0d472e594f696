import type { ErrorFacts } from '../resolve/facts.js';
import type { RetryPolicy } from '../resolve/policy.js';
import { waitAfter } from './backoff.js';
import type { Budget } from './budget.js';
import { errorsOf, isRetried } from './faults.js';
import type { Guard } from './guards.js';
import { type Work, withTimeout } from './timeout.js';
import type { PolicyTime, Random } from './tools.js';

/** One try that failed. */
export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly seconds: number;
  readonly errors: readonly ErrorFacts[];
  /** Seconds until the next; absent where there is none. */
  readonly waitSeconds?: number;
  /** Why there is no other, though the error is one that is tried again. */
  readonly why?: string;
}

/** How something is tried. */
export interface Attempting {
  /** In messages: `stage s1 (orders)`. */
  readonly what: string;
  /** How an error is tried again; undefined for not at all. */
  readonly retryFor: (error: ErrorFacts) => RetryPolicy | undefined;
  /** Of each attempt, in milliseconds. */
  readonly timeout?: number;
  /** Where the timeout is a guess: each attempt that it cuts gives the next twice the time, up to this, in milliseconds. */
  readonly longestTimeout?: number;
  /** All attempts and waits together, in milliseconds: what goes on then is told to end. */
  readonly maxDuration?: number;
  readonly guard: Guard;
  readonly budget: Budget;
  readonly time: PolicyTime;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly onFailed: (failed: FailedAttempt) => void;
}

/** How far it has come. */
interface Standing {
  readonly began: number;
  readonly failed: number;
  readonly waited: number | undefined;
}

/** The wait before the next attempt, or why there is none. */
type Next = { readonly wait: number } | { readonly why?: string };

const nextAfter = (
  { time, random, budget, retryFor }: Attempting,
  errors: readonly ErrorFacts[],
  standing: Standing,
): Next => {
  const [first] = errors;
  const retry = first && retryFor(first);
  if (!retry || !isRetried(errors, retry.errors)) return {};
  const { failed, began, waited } = standing;
  if (failed >= retry.maxAttempts)
    return retry.maxAttempts === 1 ? {} : { why: `all ${failed} attempts failed` };
  const wait = waitAfter(retry, failed, waited, random);
  const { maxDuration } = retry;
  if (maxDuration !== undefined && time.now() - began + wait >= maxDuration)
    return { why: 'another would end after its `max_duration`' };
  const refused = budget.take(wait);
  return refused === undefined ? { wait } : { why: refused };
};

/** As RFC 6298, 5.5: a guess that was too short is doubled, whatever the next observation would make of it. */
const guessedAfter = ({ timeout, longestTimeout }: Attempting, cuts: number): number | undefined =>
  timeout === undefined || longestTimeout === undefined
    ? timeout
    : Math.min(longestTimeout, timeout * 2 ** cuts);

/** What an attempt may take, and nothing less than a moment. */
const limitOf = (trying: Attempting, began: number, cuts: number): number | undefined => {
  const { maxDuration, time } = trying;
  const timeout = guessedAfter(trying, cuts);
  if (maxDuration === undefined) return timeout;
  return Math.max(1, Math.min(timeout ?? Number.POSITIVE_INFINITY, maxDuration - (time.now() - began)));
};

const once = <T>(trying: Attempting, began: number, cuts: number, work: Work<T>): Promise<T> => {
  const { guard, what, signal } = trying;
  const limit = limitOf(trying, began, cuts);
  return limit === undefined
    ? guard(work, signal)
    : guard((own) => withTimeout(limit, what, work, own), signal);
};

/**
 * Does work, and does it again as the policy of its error says; the last error is thrown as it is.
 *
 * @param work one attempt, from 1; what a failed one left behind is its own to clear
 */
export const attempting = async <T>(
  trying: Attempting,
  work: (signal: AbortSignal, attempt: number) => Promise<T>,
): Promise<T> => {
  const { time, signal, onFailed } = trying;
  const began = time.now();
  let waited: number | undefined;
  let cuts = 0;
  for (let attempt = 1; ; attempt += 1) {
    const started = time.now();
    try {
      return await once(trying, began, cuts, (own) => work(own, attempt));
    } catch (thrown) {
      const errors = errorsOf(thrown);
      if (errors.some(({ code }) => code === 'MR7010')) cuts += 1;
      const next = signal.aborted ? {} : nextAfter(trying, errors, { began, failed: attempt, waited });
      const seconds = (time.now() - started) / 1000;
      const isLast = !('wait' in next);
      onFailed({ attempt, seconds, errors, ...(isLast ? next : { waitSeconds: next.wait / 1000 }) });
      if (isLast) throw thrown;
      waited = next.wait;
    }
    await time.sleep(waited, signal);
  }
};
