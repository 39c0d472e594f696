import { aboutBytes, count } from '../../base/number-text.js';
import { duration } from './timeout-evidence.js';

/** What the size of a partition came from, before it was held between its bounds. */
export type PartitionReason =
  /** So much is done in the time that a partition is to take. */
  | 'throughput'
  /** More would take more memory than a process may. */
  | 'memory'
  /** Larger ones would leave processes without work at the end. */
  | 'balance'
  /** Too few partitions were seen: as is usual. */
  | 'no_history'
  /** Somebody set it. */
  | 'pinned';

/** Why partitions are as large as they are. Plain and immutable: it goes into the record of a run as it is. */
export interface PartitionEvidence {
  readonly reason: PartitionReason;
  /** Partitions that were seen. */
  readonly partitions: number;
  /** Bytes that a process does in a second, in the middle. */
  readonly bytesPerSecond?: number;
  /** Bytes of memory for each byte of a partition, of those that took most. */
  readonly memoryPerByte?: number;
  /** Seconds that a partition is to take. */
  readonly seconds?: number;
  /** The bound that cut the value. */
  readonly cutBy?: 'min' | 'max';
}

const seenText = ({ partitions, bytesPerSecond = 0 }: PartitionEvidence): string =>
  `${count(partitions)} partitions went at ${aboutBytes(bytesPerSecond)} a second`;

const reasonText = (evidence: PartitionEvidence): string => {
  const { reason, partitions, memoryPerByte = 0, seconds = 0 } = evidence;
  switch (reason) {
    case 'pinned':
      return 'pinned';
    case 'no_history':
      return `as is usual: ${count(partitions)} partitions were seen`;
    case 'throughput':
      return `${seenText(evidence)}, and one is to take ${duration(seconds)}`;
    case 'memory':
      return `${seenText(evidence)}, and a byte takes ${Number(memoryPerByte.toPrecision(2))} bytes of memory`;
    case 'balance':
      return `${seenText(evidence)}, and each process is to have several`;
  }
};

/** The size of a partition and why, in one sentence. */
export const partitionText = (bytes: number, evidence: PartitionEvidence): string => {
  const bound = evidence.cutBy ? `; held at its bound \`${evidence.cutBy}\`` : '';
  return `${aboutBytes(bytes)}: ${reasonText(evidence)}${bound}`;
};
