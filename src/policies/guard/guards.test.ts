import { describe, expect, it, vi } from 'vitest';
import { failure, problemsOf } from '../../base/errors/index.js';
import { type Attempting, attempting, type FailedAttempt } from './attempts.js';
import { createBudget } from './budget.js';
import { createGuards, type Guard } from './guards.js';
import { createRateLimit } from './rate-limit.js';
import { randomFrom, systemTime } from './tools.js';

const never = new AbortController().signal;
const keys = { breaker: 'b', bulkhead: 'u', rateLimit: 'r' };
const broken = () => Promise.reject(failure('MR3016', 'not there'));
const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => 'none',
    (thrown: unknown) => problemsOf(thrown)[0]?.code,
  );

const virtual = () => {
  let clock = 0;
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => {
    waits.push(milliseconds);
    clock += milliseconds;
  };
  return { now: () => clock, sleep, waits };
};

describe('a timeout that is a guess', () => {
  it('is doubled after each attempt that it cut, up to the longest', async () => {
    const cut: string[] = [];
    const guard: Guard = (work, signal) =>
      work(signal).catch((thrown: unknown) => {
        cut.push(problemsOf(thrown)[0]?.message ?? '');
        throw thrown;
      });
    const hanging = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const retry = {
      maxAttempts: 4,
      type: 'constant',
      initial: 0,
      max: 0,
      jitter: 'none',
      errors: ['resource'],
    } as const;
    const trying: Attempting = {
      what: 'it',
      retryFor: () => ({ ...retry }),
      timeout: 10,
      longestTimeout: 30,
      guard,
      budget: createBudget({ retries: 20, waiting: 1e6 }),
      time: systemTime,
      random: randomFrom('it'),
      signal: never,
      onFailed: () => undefined,
    };
    expect(await codeOf(attempting(trying, hanging))).toBe('MR7010');
    expect(cut).toEqual(['10ms', '20ms', '30ms', '30ms'].map((time) => `it took longer than ${time}`));
  });
});

describe('a breaker', () => {
  const guardOf = () =>
    createGuards(systemTime).guardFor({ breaker: { failures: 2, openFor: 1000 } }, 'it', keys);

  it('lets nothing through after so many failures, and one to try after a time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const guard = guardOf();
      const seen = [
        await codeOf(guard(broken, never)),
        await codeOf(guard(broken, never)),
        await codeOf(guard(broken, never)),
      ];
      expect(seen).toEqual(['MR3016', 'MR3016', 'MR7011']);
      vi.setSystemTime(Date.now() + 1001);
      expect(await codeOf(guard(async () => 1, never))).toBe('none');
      expect(await codeOf(guard(broken, never))).toBe('MR3016');
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes no notice of faults of the data', async () => {
    const guard = guardOf();
    for (let time = 0; time < 5; time += 1) {
      expect(await codeOf(guard(() => Promise.reject(failure('MR4011', 'a check')), never))).toBe('MR4011');
    }
  });

  it('is one for the same key, and others for others', async () => {
    const guards = createGuards(systemTime);
    const of = (breaker: string): Guard =>
      guards.guardFor({ breaker: { failures: 1, openFor: 60_000 } }, 'it', { ...keys, breaker });
    await codeOf(of('a')(broken, never));
    expect(await codeOf(of('a')(broken, never))).toBe('MR7011');
    expect(await codeOf(of('b')(async () => 1, never))).toBe('none');
  });
});

describe('a bulkhead', () => {
  const limited = (maxQueued: number): Guard =>
    createGuards(systemTime).guardFor({ bulkhead: { maxConcurrent: 1, maxQueued } }, 'it', keys);

  it('does one after the other, and refuses what is too much', async () => {
    const guard = limited(1);
    const order: string[] = [];
    let release = (): void => undefined;
    const first = guard(async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      order.push('first');
    }, never);
    const second = guard(async () => order.push('second'), never);
    expect(await codeOf(guard(async () => order.push('third'), never))).toBe('MR7012');
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  it('is left by who is interrupted while waiting', async () => {
    const guard = limited(5);
    let release = (): void => undefined;
    const first = guard(() => new Promise<void>((resolve) => (release = resolve)), never);
    const stop = new AbortController();
    const waiting = codeOf(guard(async () => 1, stop.signal));
    stop.abort(failure('MR9002', 'the run was interrupted'));
    expect(await waiting).toBe('MR9002');
    release();
    await first;
  });
});

describe('a rate limit', () => {
  it('lets so many through in any stretch of the time', async () => {
    const time = virtual();
    const pass = createRateLimit({ attempts: 2, per: 1000 }, time);
    const times: number[] = [];
    for (let call = 0; call < 6; call += 1) {
      await pass(never);
      times.push(time.now());
    }
    expect(times).toEqual([0, 0, 1000, 1000, 2000, 2000]);
  });
});

describe('attempts', () => {
  const retry = {
    maxAttempts: 5,
    type: 'constant',
    initial: 100,
    max: 100,
    jitter: 'none',
    errors: ['resource'],
  } as const;

  const trying = (change: Partial<Attempting> = {}) => {
    const failed: FailedAttempt[] = [];
    const time = virtual();
    const how: Attempting = {
      what: 'it',
      retryFor: () => retry,
      guard: (work, signal) => work(signal),
      budget: createBudget({ retries: 20, waiting: 1e6 }),
      time,
      random: randomFrom('seed'),
      signal: never,
      onFailed: (each) => failed.push(each),
      ...change,
    };
    return { how, failed, time };
  };

  it.each([
    ['MR3016', 5],
    ['MR4011', 1],
    ['MR1001', 1],
    ['MR9002', 1],
    ['MR9999', 1],
  ] as const)('of what fails with %s are %i', async (code, attempts) => {
    const { how, failed } = trying();
    expect(await codeOf(attempting(how, () => Promise.reject(failure(code, 'so'))))).toBe(code);
    expect(failed).toHaveLength(attempts);
  });

  it('end with the budget of the run, whoever takes from it', async () => {
    const budget = createBudget({ retries: 3, waiting: 1e6 });
    const [one, other] = [trying({ budget }), trying({ budget })];
    await codeOf(attempting({ ...one.how, retryFor: () => ({ ...retry, maxAttempts: 3 }) }, broken));
    await codeOf(attempting(other.how, broken));
    expect(one.failed).toHaveLength(3);
    expect(other.failed).toHaveLength(2);
    expect(other.failed[1]?.why).toContain('the run has tried again 3 times');
  });

  it('end with the time that a run may wait', async () => {
    const { how, failed } = trying({ budget: createBudget({ retries: 20, waiting: 250 }) });
    await codeOf(attempting(how, broken));
    expect(failed).toHaveLength(3);
  });

  it('end before the time of all of them is over', async () => {
    const { how, failed, time } = trying({ retryFor: () => ({ ...retry, maxDuration: 350 }) });
    await codeOf(attempting(how, broken));
    expect(failed).toHaveLength(4);
    expect(time.now()).toBe(300);
  });

  it('are as many as the error says that came last', async () => {
    const { how, failed } = trying({
      retryFor: ({ code }) => (code === 'MR3016' ? retry : { ...retry, maxAttempts: 2 }),
    });
    let call = 0;
    await codeOf(attempting(how, () => Promise.reject(failure(++call < 2 ? 'MR3016' : 'MR3004', 'so'))));
    expect(failed).toHaveLength(2);
  });
});
