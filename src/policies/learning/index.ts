export {
  type LearnedPartition,
  learnPartition,
  type PartitionInput,
  type PartitionOptions,
  type PartitionStatistic,
} from './partition.js';
export { type PartitionEvidence, type PartitionReason, partitionText } from './partition-evidence.js';
export type { Bounds, InputSize, Measure, NodeStatistic } from './statistic.js';
export { type LearnedTimeout, learnTimeout, type TimeoutOptions } from './timeout.js';
export {
  duration,
  type FitEvidence,
  type TimeoutEvidence,
  type TimeoutReason,
  timeoutText,
} from './timeout-evidence.js';
