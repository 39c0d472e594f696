import { aboutBytes, count } from '../../base/number-text.js';
import { duration } from './timeout-evidence.js';

/** What the size of a partition came from, before it was held between its bounds. */
export type PartitionReason =
  /** So much is done in the time that a partition is to take. */
  | 'throughput'
  /** Larger ones would leave processes without work at the end. */
  | 'balance'
  /** Too few partitions were seen: as is usual. */
  | 'no_history'
  /** Somebody set it. */
  | 'pinned';

/** Why partitions are as large as they are. Plain and immutable: it goes into the record of a run as it is. */
export interface PartitionEvidence {
  readonly reason: PartitionReason;
  /** Whose partitions: the node's own, or those of all nodes of its kind. */
  readonly of?: 'node' | 'kind';
  /** Partitions that were seen. */
  readonly partitions: number;
  /** Bytes that a process does in a second, in the middle. */
  readonly bytesPerSecond?: number;
  /** Seconds that a partition is to take. */
  readonly seconds?: number;
  /** The bound that cut the value. */
  readonly cutBy?: 'min' | 'max';
}

const seenText = ({ of, partitions, bytesPerSecond = 0 }: PartitionEvidence): string =>
  `${count(partitions)} partitions${of === 'kind' ? ' of its kind' : ''} went at ${aboutBytes(bytesPerSecond)} a second`;

const reasonText = (evidence: PartitionEvidence): string => {
  const { reason, partitions, seconds = 0 } = evidence;
  switch (reason) {
    case 'pinned':
      return 'pinned';
    case 'no_history':
      return `as is usual: ${partitions === 0 ? 'no' : count(partitions)} ${partitions === 1 ? 'partition' : 'partitions'} seen so far, too few to learn from`;
    case 'throughput':
      return `${seenText(evidence)}, and one is to take ${duration(seconds)}`;
    case 'balance':
      return `${seenText(evidence)}, and each process is to have several`;
  }
};

/** The size of a partition and why, in one sentence. */
export const partitionText = (bytes: number, evidence: PartitionEvidence): string => {
  const bound = evidence.cutBy ? `; held at its bound \`${evidence.cutBy}\`` : '';
  return `${aboutBytes(bytes)}: ${reasonText(evidence)}${bound}`;
};
