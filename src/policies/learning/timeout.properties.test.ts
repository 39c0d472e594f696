import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyBounds,
  anyHistory,
  anyInput,
  anySeconds,
  longHistory,
  statisticOf,
} from './testing/histories.js';
import { learnTimeout } from './timeout.js';
import { timeoutText } from './timeout-evidence.js';

const WIDE = { min: 1e-6, max: Number.MAX_VALUE };

const timeout = (...[history, input, bounds, options]: Parameters<typeof learnTimeout>): number =>
  learnTimeout(history, input, bounds, options).value;

describe('a learned timeout, of any history', () => {
  it('is always within its bounds, and its evidence is a plain value with a sentence', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, anyInput, anyBounds, (history, kind, input, bounds) => {
        const { value, evidence } = learnTimeout(history, input, bounds, { kind });
        expect(value).toBeGreaterThanOrEqual(bounds.min);
        expect(value).toBeLessThanOrEqual(bounds.max);
        expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
        expect(timeoutText(value, evidence)).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });

  it('is longer than any success took, for the same input or a larger one', () => {
    fc.assert(
      fc.property(fc.oneof(anyHistory, longHistory), fc.integer({ min: 1, max: 3 }), (history, times) => {
        for (const { bytes, rows, seconds, outcome } of history) {
          if (outcome !== 'succeeded') continue;
          const larger = { bytes: bytes && bytes * times, rows: rows && rows * times };
          expect(timeout(history, larger, WIDE)).toBeGreaterThan(seconds);
        }
      }),
    );
  });

  it('is no shorter for a larger input', () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyHistory,
        anyInput,
        fc.double({ min: 1, max: 1e3, noNaN: true }),
        (history, kind, input, times) => {
          const larger = {
            bytes: input.bytes === undefined ? undefined : input.bytes * times,
            rows: input.rows === undefined ? undefined : input.rows * times,
          };
          expect(timeout(history, larger, WIDE, { kind })).toBeGreaterThanOrEqual(
            timeout(history, input, WIDE, { kind }) * (1 - 1e-9),
          );
        },
      ),
    );
  });

  it('is never made shorter by an attempt that was cut', () => {
    fc.assert(
      fc.property(anyHistory, anyInput, anySeconds, fc.nat(40), (history, input, seconds, day) => {
        const cut = statisticOf(day + 0.5, { ...input, seconds, outcome: 'timed_out' });
        expect(timeout([...history, cut], input, WIDE)).toBeGreaterThanOrEqual(timeout(history, input, WIDE));
      }),
    );
  });

  it('does not depend on the order in which statistics are given, and changes none of them', () => {
    fc.assert(
      fc.property(anyHistory, anyInput, anyBounds, (history, input, bounds) => {
        const before = structuredClone(history);
        const once = learnTimeout(history, input, bounds);
        expect(learnTimeout([...history].reverse(), input, bounds)).toEqual(once);
        expect(history).toEqual(before);
      }),
    );
  });
});
