import type { NodeStatistic } from '../../kit/state-store.js';

/** A statistic, for tests. */
export const statisticOf = (changes: Partial<NodeStatistic> = {}): NodeStatistic => ({
  pipeline: 'late-flights',
  node: 'late',
  kind: 'filter',
  runId: 'r1',
  at: '2026-01-31T09:30:00.123Z',
  bytes: 5_000_000_000,
  rows: 42,
  seconds: 1.25,
  outcome: 'succeeded',
  ...changes,
});
