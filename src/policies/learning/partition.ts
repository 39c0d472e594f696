import type { PartitionEvidence, PartitionReason } from './partition-evidence.js';
import { upperQuantile } from './quantile.js';
import { type Bounds, within } from './statistic.js';

/** What is known of one partition that a process has done. */
export interface PartitionStatistic {
  /** When it began: ISO 8601, UTC. */
  readonly at: string;
  readonly bytes: number;
  readonly seconds: number;
  /** Bytes of memory that its process took for it at most, beyond what it takes for none, where that is known. */
  readonly memory?: number | undefined;
  readonly outcome?: 'succeeded' | 'failed' | 'timed_out' | undefined;
}

/** What is about to be shared out, and among whom, as far as it is known. */
export interface PartitionInput {
  /** Bytes of all partitions together. */
  readonly bytes?: number | undefined;
  readonly processes?: number | undefined;
  /** Bytes of memory that a process may take for a partition. */
  readonly memory?: number | undefined;
}

export interface PartitionOptions {
  /** Bytes that somebody set: nothing is learned then. */
  readonly pinned?: number;
  /** Bytes where little is known. */
  readonly usual?: number;
  /** Seconds that a partition is to take: long beside its fixed cost, short beside a run. */
  readonly seconds?: number;
}

/** Bytes of a partition, and why. */
export interface LearnedPartition {
  readonly value: number;
  readonly evidence: PartitionEvidence;
}

const USUAL = 16_000_000;
const SECONDS = 1;
/** Partitions below which nothing is learned, and beyond which the oldest count no more. */
const ENOUGH = 5;
const NEWEST = 100;
/** Share of the memory that a partition is to fill, as far as is known. */
const FILLED = 0.5;
/** Partitions that each process is to have, so that the last of one ends about when the last of another does. */
const EACH = 4;

const isTold = ({ bytes, seconds, outcome = 'succeeded' }: PartitionStatistic): boolean =>
  outcome === 'succeeded' && bytes >= 1 && seconds > 0 && Number.isFinite(bytes / seconds);

const newestOf = (history: readonly PartitionStatistic[]): readonly PartitionStatistic[] =>
  history
    .filter(isTold)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .slice(-NEWEST);

const quantile = (values: readonly number[], level: number): number =>
  upperQuantile(
    values.map((value) => ({ value, weight: 1 })),
    level,
  ).value;

/** Powers of two: a size that changes a little with each run would make runs hard to compare. */
const rounded = (bytes: number): number => 2 ** Math.floor(Math.log2(Math.max(1, bytes)));

const memoryPerByteOf = (seen: readonly PartitionStatistic[]): number | undefined => {
  const ratios = seen.flatMap(({ memory, bytes }) => (memory === undefined ? [] : [memory / bytes]));
  const ratio = ratios.length >= ENOUGH ? quantile(ratios, 0.9) : 0;
  return ratio > 0 ? ratio : undefined;
};

type Candidate = readonly [bytes: number, reason: PartitionReason];

const candidatesOf = (
  { bytes, processes, memory }: PartitionInput,
  { bytesPerSecond, memoryPerByte }: { readonly bytesPerSecond: number; readonly memoryPerByte?: number },
  seconds: number,
): readonly Candidate[] => [
  [bytesPerSecond * seconds, 'throughput'],
  ...(memory !== undefined && memoryPerByte
    ? ([[(memory * FILLED) / memoryPerByte, 'memory']] as const)
    : []),
  ...(bytes !== undefined && processes ? ([[bytes / (processes * EACH), 'balance']] as const) : []),
];

const held = (bytes: number, bounds: Bounds, evidence: PartitionEvidence): LearnedPartition => {
  const { value, cutBy } = within(bytes, bounds);
  return { value, evidence: { ...evidence, ...(cutBy ? { cutBy } : {}) } };
};

/**
 * Bytes of a partition, from how fast and with how much memory processes did the partitions before. It is the `partition` of
 * how rows are shared out and nothing else: what keys are cut, and the rows of a result, do not depend on it.
 *
 * @param history partitions of the node, in any order
 * @param bounds in bytes
 * @example
 * ```ts
 * const { value, evidence } = learnPartition(history, { processes: 4 }, { min: 1e6, max: 256e6 });
 * partitionText(value, evidence); // '34 MB: 40 partitions went at 41 MB a second, and one is to take 1 s'
 * ```
 */
export const learnPartition = (
  history: readonly PartitionStatistic[],
  input: PartitionInput,
  bounds: Bounds,
  { pinned, usual = USUAL, seconds = SECONDS }: PartitionOptions = {},
): LearnedPartition => {
  if (pinned !== undefined) return held(pinned, bounds, { reason: 'pinned', partitions: 0 });
  const seen = newestOf(history);
  const partitions = seen.length;
  if (partitions < ENOUGH) return held(usual, bounds, { reason: 'no_history', partitions });
  const bytesPerSecond = quantile(
    seen.map((each) => each.bytes / each.seconds),
    0.5,
  );
  const memoryPerByte = memoryPerByteOf(seen);
  const rates = { bytesPerSecond, ...(memoryPerByte === undefined ? {} : { memoryPerByte }) };
  const [bytes, reason] = candidatesOf(input, rates, seconds).reduce((least, candidate) =>
    candidate[0] < least[0] ? candidate : least,
  );
  return held(rounded(bytes), bounds, { reason, partitions, ...rates, seconds });
};
