import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnPartition, type PartitionStatistic } from './partition.js';
import { partitionText } from './partition-evidence.js';
import { anyBounds } from './testing/histories.js';

const MB = 1e6;
const BOUNDS = { min: MB, max: 256 * MB };

const seen = (count: number, values: Partial<PartitionStatistic> = {}): readonly PartitionStatistic[] =>
  Array.from({ length: count }, (_, number) => ({
    at: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    bytes: 16 * MB,
    seconds: 0.4,
    ...values,
  }));

const told = (...words: Parameters<typeof learnPartition>): string => {
  const { value, evidence } = learnPartition(...words);
  return partitionText(value, evidence);
};

describe('a learned size of a partition', () => {
  it('is what a process does in a second, in powers of two', () => {
    expect(learnPartition(seen(40), {}, BOUNDS).value).toBe(2 ** 25);
    expect(told(seen(40), {}, BOUNDS)).toBe(
      '34 MB: 40 partitions went at 40 MB a second, and one is to take 1 s',
    );
  });

  it('is small where a function is slow', () => {
    expect(learnPartition(seen(40, { seconds: 8 }), {}, BOUNDS).value).toBe(2 ** 20);
  });

  it('learns the same from the partitions of a run together as from each alone', () => {
    const together = seen(1, { count: 40, bytes: 40 * 16 * MB, seconds: 40 * 0.4 });
    expect(learnPartition(together, {}, BOUNDS)).toEqual(learnPartition(seen(40), {}, BOUNDS));
  });

  it('goes by the kind where too few of the node were seen, and says so', () => {
    const kind = seen(40, { seconds: 4 });
    expect(told(seen(4), {}, BOUNDS, { kind })).toBe(
      '2.1 MB: 40 partitions of its kind went at 4 MB a second, and one is to take 1 s',
    );
    expect(learnPartition(seen(5), {}, BOUNDS, { kind })).toEqual(learnPartition(seen(5), {}, BOUNDS));
  });

  it('gives each process several', () => {
    expect(told(seen(40), { bytes: 200 * MB, processes: 4 }, BOUNDS)).toBe(
      '8.4 MB: 40 partitions went at 40 MB a second, and each process is to have several',
    );
  });

  it('leaves a process without work rather than give it what takes no time', () => {
    const { value, evidence } = learnPartition(seen(40), { bytes: 2 * MB, processes: 4 }, BOUNDS);
    expect([value, evidence.reason]).toEqual([2 ** 23, 'balance']);
  });

  it('is as usual where little was seen, and learns nothing from what did not succeed', () => {
    expect(told(seen(4), {}, BOUNDS)).toBe(
      '16 MB: as is usual: 4 partitions seen so far, too few to learn from',
    );
    expect(learnPartition(seen(40, { outcome: 'failed' }), {}, BOUNDS).evidence).toEqual({
      reason: 'no_history',
      partitions: 0,
    });
  });

  it('goes by the newest hundred', () => {
    const slow = seen(300, { seconds: 8 });
    const fast = seen(100).map((each) => ({ ...each, at: each.at.replace('2026', '2027') }));
    expect(learnPartition([...fast, ...slow], {}, BOUNDS)).toEqual(learnPartition(fast, {}, BOUNDS));
  });

  it('is what somebody pinned it to', () => {
    expect(told(seen(40), {}, BOUNDS, { pinned: 8 * MB })).toBe('8 MB: pinned');
  });

  it('is always within its bounds, never larger for less, and its evidence is a plain value', () => {
    const anyPartition = fc.record({
      at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
      bytes: fc.double({ min: 0, max: 1e10, noNaN: true }),
      seconds: fc.double({ min: 0, max: 1e4, noNaN: true }),
      count: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    });
    const anyInput = fc.double({ min: 1, max: 1e10, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(anyPartition, { maxLength: 30 }),
        anyInput,
        anyBounds,
        (history, bytes, bounds) => {
          const input = { bytes, processes: 2 };
          const { value, evidence } = learnPartition(history, input, bounds);
          expect(value).toBeGreaterThanOrEqual(bounds.min);
          expect(value).toBeLessThanOrEqual(bounds.max);
          expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
          expect(learnPartition(history, { ...input, bytes: bytes / 2 }, bounds).value).toBeLessThanOrEqual(
            value,
          );
        },
      ),
    );
  });
});
