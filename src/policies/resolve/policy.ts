import { bytesOf, type Hook, millisecondsOf, type PolicyRule } from '../../spec/index.js';
import { mergedRule, type Resolved } from './resolve.js';

/** How what failed is tried again. Times are milliseconds. */
export interface RetryPolicy {
  /** The first included. */
  readonly maxAttempts: number;
  readonly type: 'constant' | 'exponential' | 'decorrelated';
  readonly initial: number;
  readonly max: number;
  readonly jitter: 'none' | 'full';
  /** All attempts and waits together. */
  readonly maxDuration?: number;
  /** Faults and codes of errors. */
  readonly errors: readonly string[];
}

/** How long an attempt may take, in milliseconds, or between what bounds that is learned. */
export type TimeoutPolicy = number | { readonly min: number; readonly max: number };

/** Bytes of a partition for a function, or between what bounds that is learned. */
export type PartitionPolicy = number | { readonly min: number; readonly max: number };

export interface BreakerPolicy {
  readonly failures: number;
  readonly openFor: number;
}

export interface BulkheadPolicy {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
}

export interface RateLimitPolicy {
  readonly attempts: number;
  readonly per: number;
}

/** What a run may try again, over all of its nodes. */
export interface BudgetPolicy {
  readonly retries: number;
  /** Milliseconds. */
  readonly waiting: number;
}

export type Fallback = 'none' | 'skip' | 'last_good';

export type HookEvent = 'failure' | 'success' | 'failed_check';

/** What holds for a node, a stage or a run; what is absent is not done. */
export interface Policy {
  readonly retry?: RetryPolicy;
  readonly timeout?: TimeoutPolicy;
  readonly partition?: PartitionPolicy;
  readonly breaker?: BreakerPolicy;
  readonly bulkhead?: BulkheadPolicy;
  readonly rateLimit?: RateLimitPolicy;
  readonly budget: BudgetPolicy;
  readonly fallback: Fallback;
  readonly hooks: Readonly<Record<HookEvent, readonly Hook[]>>;
}

/** What holds where a rule turns something on and does not say more. */
export const DEFAULTS = {
  retry: { maxAttempts: 3, type: 'exponential', initial: '1s', max: '30s', jitter: 'full' },
  breaker: { failures: 5, openFor: '30s' },
  rateLimit: { attempts: 1, per: '1s' },
  budget: { retries: 20, waiting: '15m' },
} as const;

const isOn = <T extends object>(given: T | 'off' | undefined): given is T =>
  given !== undefined && given !== 'off';

/** What is said; where one bound alone is, the default of the other gives way to it. */
const retryOf = ({ retry }: PolicyRule): Pick<Policy, 'retry'> => {
  if (!isOn(retry)) return {};
  const initial = millisecondsOf(retry.initial ?? DEFAULTS.retry.initial);
  const max = millisecondsOf(retry.max ?? DEFAULTS.retry.max);
  return {
    retry: {
      maxAttempts: retry.max_attempts ?? DEFAULTS.retry.maxAttempts,
      type: retry.type ?? DEFAULTS.retry.type,
      initial: retry.initial === undefined ? Math.min(initial, max) : initial,
      max: retry.max === undefined ? Math.max(initial, max) : max,
      jitter: retry.jitter ?? DEFAULTS.retry.jitter,
      ...(retry.max_duration === undefined ? {} : { maxDuration: millisecondsOf(retry.max_duration) }),
      errors: retry.errors ?? ['resource'],
    },
  };
};

const timeoutOf = ({ timeout, pin }: PolicyRule): Pick<Policy, 'timeout'> => {
  if (pin?.timeout !== undefined) return { timeout: millisecondsOf(pin.timeout) };
  if (timeout === undefined || timeout === 'off') return {};
  if (typeof timeout === 'string') return { timeout: millisecondsOf(timeout) };
  const { min, max } = timeout.learned;
  return { timeout: { min: millisecondsOf(min), max: millisecondsOf(max) } };
};

const partitionOf = ({ partition, pin }: PolicyRule): Pick<Policy, 'partition'> => {
  if (pin?.partition !== undefined) return { partition: bytesOf(pin.partition) };
  if (partition === undefined || partition === 'off') return {};
  if (typeof partition === 'string') return { partition: bytesOf(partition) };
  const { min, max } = partition.learned;
  return { partition: { min: bytesOf(min), max: bytesOf(max) } };
};

const limitsOf = ({ breaker, bulkhead, rate_limit: rate }: PolicyRule) => ({
  ...(isOn(breaker)
    ? {
        breaker: {
          failures: breaker.failures ?? DEFAULTS.breaker.failures,
          openFor: millisecondsOf(breaker.open_for ?? DEFAULTS.breaker.openFor),
        },
      }
    : {}),
  ...(isOn(bulkhead)
    ? {
        bulkhead: {
          maxConcurrent: bulkhead.max_concurrent ?? 1,
          maxQueued: bulkhead.max_queued ?? Number.MAX_SAFE_INTEGER,
        },
      }
    : {}),
  ...(isOn(rate)
    ? {
        rateLimit: {
          attempts: rate.attempts ?? DEFAULTS.rateLimit.attempts,
          per: millisecondsOf(rate.per ?? DEFAULTS.rateLimit.per),
        },
      }
    : {}),
});

const hooksOf = (hooks: PolicyRule['on_failure']): readonly Hook[] =>
  hooks === undefined || hooks === 'off' ? [] : [hooks].flat();

/** What was resolved, as the program uses it. */
export const policyOf = (resolved: Resolved): Policy => {
  const rule = mergedRule(resolved);
  return {
    ...retryOf(rule),
    ...timeoutOf(rule),
    ...partitionOf(rule),
    ...limitsOf(rule),
    budget: {
      retries: rule.budget?.retries ?? DEFAULTS.budget.retries,
      waiting: millisecondsOf(rule.budget?.waiting ?? DEFAULTS.budget.waiting),
    },
    fallback: rule.fallback ?? 'none',
    hooks: {
      failure: hooksOf(rule.on_failure),
      success: hooksOf(rule.on_success),
      failed_check: hooksOf(rule.on_failed_check),
    },
  };
};
