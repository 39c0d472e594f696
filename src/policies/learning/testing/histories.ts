import fc from 'fast-check';
import type { NodeStatistic } from '../statistic.js';

/** A statistic of one day after another. */
export const statisticOf = (day: number, values: Partial<NodeStatistic>): NodeStatistic => ({
  pipeline: 'orders',
  node: 'load',
  kind: 'read_csv',
  runId: `run-${day}`,
  at: new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString(),
  seconds: 1,
  outcome: 'succeeded',
  ...values,
});

/** Attempts of these, a day each. */
export const historyOf = (values: readonly Partial<NodeStatistic>[]): readonly NodeStatistic[] =>
  values.map((each, day) => statisticOf(day, each));

/** Runs of 10 MB a second, of sizes that differ. */
export const steady = (runs: number): readonly NodeStatistic[] =>
  historyOf(
    Array.from({ length: runs }, (_, run) => {
      const bytes = 1e7 * (1 + (run % 7));
      return { bytes, rows: bytes / 100, seconds: bytes / 1e7 };
    }),
  );

const size = fc.integer({ min: 0, max: 1e12 });

/** Each order of magnitude as likely as another, and nothing at all. */
export const anySeconds = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -3, max: 5, noNaN: true }).map((power) => 10 ** power) },
  { weight: 1, arbitrary: fc.constant(0) },
);

const anyStatistic = fc.record({
  bytes: fc.option(size, { nil: undefined, freq: 20 }),
  rows: fc.option(size, { nil: undefined, freq: 20 }),
  seconds: anySeconds,
  outcome: fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'failed', 'timed_out'),
} as const);

/** Histories of any sizes, durations and outcomes. */
export const anyHistory = fc.array(anyStatistic, { maxLength: 40 }).map(historyOf);

/** So long that the quantile is not the longest of all. */
export const longHistory = fc.array(anyStatistic, { minLength: 60, maxLength: 80 }).map(historyOf);

export const anyInput = fc.record({
  bytes: fc.option(size, { nil: undefined }),
  rows: fc.option(size, { nil: undefined }),
});

export const anyBounds = fc
  .tuple(fc.double({ min: 1, max: 1e4, noNaN: true }), fc.double({ min: 1, max: 1e4, noNaN: true }))
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
