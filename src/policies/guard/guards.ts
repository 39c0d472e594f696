import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { failure } from '../../base/errors/index.js';
import type { BreakerPolicy, BulkheadPolicy, Policy } from '../resolve/policy.js';
import { isResourceFault } from './faults.js';
import { createRateLimit } from './rate-limit.js';
import type { Work } from './timeout.js';
import type { PolicyTime } from './tools.js';

/** Lets work through, or waits, or refuses it. */
export type Guard = <T>(work: Work<T>, signal: AbortSignal) => Promise<T>;

const open: Guard = (work, signal) => work(signal);

const breakerGuard = ({ failures, openFor }: BreakerPolicy, what: string): Guard => {
  const breaker = circuitBreaker(handleWhen(isResourceFault), {
    halfOpenAfter: openFor,
    breaker: new ConsecutiveBreaker(failures),
  });
  return (work, signal) =>
    breaker
      .execute(({ signal: own }) => work(own), signal)
      .catch((thrown: unknown) => {
        if (!(thrown instanceof BrokenCircuitError)) throw thrown;
        throw failure('MR7011', `${what} failed ${failures} times in a row and is left alone for a while`);
      });
};

/** Waiting in the queue ends with the signal; work that has begun is waited for. */
const untilBegun = async <T>(run: (begin: () => void) => Promise<T>, signal: AbortSignal): Promise<T> => {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  const release = (): void => signal.removeEventListener('abort', leave);
  try {
    return await Promise.race([run(release), left]);
  } finally {
    release();
  }
};

const bulkheadGuard = ({ maxConcurrent, maxQueued }: BulkheadPolicy): Guard => {
  const limited = bulkhead(maxConcurrent, maxQueued);
  const refused = (thrown: unknown): never => {
    if (!(thrown instanceof BulkheadRejectedError)) throw thrown;
    throw failure(
      'MR7012',
      `not begun: ${maxConcurrent} run already and ${maxQueued} wait, which is all that may`,
    );
  };
  return (work, signal) => {
    // Where there is room, nothing is waited for.
    if (limited.executionSlots > 0) return limited.execute(() => work(signal), signal);
    const queued = (begin: () => void) =>
      limited.execute(() => {
        begin();
        return work(signal);
      }, signal);
    return untilBegun((begin) => queued(begin).catch(refused), signal);
  };
};

const rateGuard = (policy: NonNullable<Policy['rateLimit']>, time: PolicyTime): Guard => {
  const pass = createRateLimit(policy, time);
  return async (work, signal) => {
    await pass(signal);
    return work(signal);
  };
};

/** Guards of a process, by what they are for: runs that go on at the same time share them. */
export interface Guards {
  /**
   * @param what the stage or the node, which has a breaker of its own
   * @param shared what stages and nodes share a bulkhead and a rate limit by: the rules that give them
   */
  readonly guardFor: (
    policy: Pick<Policy, 'breaker' | 'bulkhead' | 'rateLimit'>,
    what: string,
    keys: GuardKeys,
  ) => Guard;
}

/** By which guards are found again. */
export interface GuardKeys {
  readonly breaker: string;
  readonly bulkhead: string;
  readonly rateLimit: string;
}

export const createGuards = (time: PolicyTime): Guards => {
  const known = new Map<string, Guard>();
  const shared = (key: string, make: () => Guard): Guard => {
    const guard = known.get(key) ?? make();
    known.set(key, guard);
    return guard;
  };
  return {
    guardFor: ({ breaker, bulkhead: limit, rateLimit }, what, keys) => {
      const guards = [
        limit && shared(`bulkhead ${keys.bulkhead} ${JSON.stringify(limit)}`, () => bulkheadGuard(limit)),
        rateLimit &&
          shared(`rate ${keys.rateLimit} ${JSON.stringify(rateLimit)}`, () => rateGuard(rateLimit, time)),
        breaker &&
          shared(`breaker ${keys.breaker} ${JSON.stringify(breaker)}`, () => breakerGuard(breaker, what)),
      ].filter((guard) => guard !== undefined);
      return guards.reduceRight<Guard>(
        (inner, outer) => (work, signal) => outer((own) => inner(work, own), signal),
        open,
      );
    },
  };
};
