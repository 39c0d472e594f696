import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitAfter } from './backoff.js';
import { randomFrom } from './tools.js';

const waits = fc
  .record({
    type: fc.constantFrom('constant' as const, 'exponential' as const, 'decorrelated' as const),
    initial: fc.integer({ min: 1, max: 60_000 }),
    more: fc.integer({ min: 0, max: 3_600_000 }),
    jitter: fc.constantFrom('none' as const, 'full' as const),
  })
  .map(({ more, ...rest }) => ({ ...rest, max: rest.initial + more }));

describe('the wait before another attempt', () => {
  it('is never less than nothing and never more than the longest', () => {
    fc.assert(
      fc.property(waits, fc.string(), (policy, seed) => {
        const random = randomFrom(seed);
        let before: number | undefined;
        for (let failed = 1; failed <= 100; failed += 1) {
          before = waitAfter(policy, failed, before, random);
          expect(before).toBeGreaterThanOrEqual(0);
          expect(before).toBeLessThanOrEqual(policy.max);
          const isLeast = policy.type === 'decorrelated' || policy.jitter === 'none';
          if (isLeast) expect(before).toBeGreaterThanOrEqual(policy.initial);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('doubles up to the longest, where it is not left to chance', () => {
    const policy = { type: 'exponential', initial: 100, max: 1000, jitter: 'none' } as const;
    const random = randomFrom('any');
    expect([1, 2, 3, 4, 5, 100].map((failed) => waitAfter(policy, failed, undefined, random))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
  });

  it('is at most three times the one before, where it is decorrelated', () => {
    const policy = { type: 'decorrelated', initial: 100, max: 1e9, jitter: 'full' } as const;
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 100, max: 100_000 }), (seed, before) => {
        expect(waitAfter(policy, 2, before, randomFrom(seed))).toBeLessThanOrEqual(before * 3);
      }),
    );
  });
});

describe('chance of a text', () => {
  it('is the same for the same text, other for another, and spread over 0 to 1', () => {
    const drawn = (seed: string, count: number) => {
      const random = randomFrom(seed);
      return Array.from({ length: count }, () => random());
    };
    expect(drawn('run 1', 5)).toEqual(drawn('run 1', 5));
    expect(drawn('run 1', 5)).not.toEqual(drawn('run 2', 5));
    const many = drawn('run 1', 10_000);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => many.filter((n) => Math.floor(n * 10) === tenth).length,
    );
    for (const inside of tenths) expect(Math.abs(inside - 1000)).toBeLessThan(150);
  });
});
