import type { PartitionEvidence, PartitionReason } from './partition-evidence.js';
import { upperQuantile } from './quantile.js';
import { type Bounds, within } from './statistic.js';

/** What is known of partitions of a run that processes have done. */
export interface PartitionStatistic {
  /** When they began: ISO 8601, UTC. */
  readonly at: string;
  /** So many, all together; one unless told. */
  readonly count?: number | undefined;
  readonly bytes: number;
  /** Of each, all together. */
  readonly seconds: number;
  readonly outcome?: 'succeeded' | 'failed' | 'timed_out' | undefined;
}

/** What is about to be shared out, and among whom, as far as it is known. */
export interface PartitionInput {
  /** Bytes of all partitions together. */
  readonly bytes?: number | undefined;
  readonly processes?: number | undefined;
}

export interface PartitionOptions {
  /** Partitions of all nodes of the kind, for a node of which too few were seen. */
  readonly kind?: readonly PartitionStatistic[];
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
/** Partitions that each process is to have, so that the last of one ends about when the last of another does. */
const EACH = 4;
/** Seconds that it takes at least, whoever would be without work: to begin and end one costs a tenth of that. */
const LEAST_SECONDS = 0.25;

const isTold = ({ bytes, seconds, outcome = 'succeeded' }: PartitionStatistic): boolean =>
  outcome === 'succeeded' && bytes >= 1 && seconds > 0 && Number.isFinite(bytes / seconds);

const countOf = ({ count = 1 }: PartitionStatistic): number => count;

const sum = (history: readonly PartitionStatistic[]): number =>
  history.reduce((all, each) => all + countOf(each), 0);

/** The newest of them, of as many runs as it takes. */
const newestOf = (history: readonly PartitionStatistic[]): readonly PartitionStatistic[] => {
  const newest = history.filter(isTold).sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return newest.filter((_, index) => sum(newest.slice(0, index)) < NEWEST);
};

const quantile = (seen: readonly PartitionStatistic[], of: (each: PartitionStatistic) => number): number =>
  upperQuantile(
    seen.map((each) => ({ value: of(each), weight: countOf(each) })),
    0.5,
  ).value;

/** Powers of two: a size that changes a little with each run would make runs hard to compare. */
const rounded = (bytes: number): number => 2 ** Math.floor(Math.log2(Math.max(1, bytes)));

type Candidate = readonly [bytes: number, reason: PartitionReason];

const candidatesOf = (
  { bytes, processes }: PartitionInput,
  bytesPerSecond: number,
  seconds: number,
): readonly Candidate[] => [
  [bytesPerSecond * seconds, 'throughput'],
  ...(bytes !== undefined && processes
    ? ([[Math.max(bytes / (processes * EACH), bytesPerSecond * LEAST_SECONDS), 'balance']] as const)
    : []),
];

const held = (bytes: number, bounds: Bounds, evidence: PartitionEvidence): LearnedPartition => {
  const { value, cutBy } = within(bytes, bounds);
  return { value, evidence: { ...evidence, ...(cutBy ? { cutBy } : {}) } };
};

/** Those that are learned from: the node's own where they are enough, else those of its kind. */
const learnedFrom = (
  history: readonly PartitionStatistic[],
  kind: readonly PartitionStatistic[],
): Required<Pick<PartitionEvidence, 'of' | 'partitions'>> & {
  readonly seen: readonly PartitionStatistic[];
} => {
  const [own, alike] = [newestOf(history), newestOf(kind)];
  const isOwn = sum(own) >= ENOUGH || sum(alike) < ENOUGH;
  const seen = isOwn ? own : alike;
  return { of: isOwn ? 'node' : 'kind', partitions: sum(seen), seen };
};

/**
 * Bytes of a partition, from how fast processes did the partitions before. It is the `partition` of how rows are shared out
 * and nothing else: what keys are cut, and the rows of a result, do not depend on it.
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
  { kind = [], pinned, usual = USUAL, seconds = SECONDS }: PartitionOptions = {},
): LearnedPartition => {
  if (pinned !== undefined) return held(pinned, bounds, { reason: 'pinned', partitions: 0 });
  const { of, partitions, seen } = learnedFrom(history, kind);
  if (partitions < ENOUGH) return held(usual, bounds, { reason: 'no_history', partitions });
  const bytesPerSecond = quantile(seen, (each) => each.bytes / each.seconds);
  const [bytes, reason] = candidatesOf(input, bytesPerSecond, seconds).reduce((least, candidate) =>
    candidate[0] < least[0] ? candidate : least,
  );
  return held(rounded(bytes), bounds, { reason, of, partitions, bytesPerSecond, seconds });
};
