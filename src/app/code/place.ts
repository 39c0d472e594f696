import type {
  BoundValue,
  ContainerRecord,
  Decision,
  Engine,
  EngineLimits,
  ExecuteOptions,
} from '../../kit/index.js';
import type { LogicalPlan, Sharing } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';

/** A partition that a process has put through a function. */
export interface Partitioned {
  /** Counts from 1. */
  readonly partition: number;
  readonly rows: number;
  readonly seconds: number;
}

/** What a stage with a function of the author runs in. */
export interface CodePlace {
  readonly wiring: Wiring;
  readonly engine: Engine;
  readonly plan: LogicalPlan;
  readonly loaded: LoadedDocument;
  /** A folder that the engine may write. */
  readonly folder: string;
  readonly limits: EngineLimits;
  /** What processes keep to, where a container bounds them. */
  readonly processes?: ContainerRecord['processes'];
  /** Values of the parameters of its SQL, where processes are to run it. */
  readonly values?: Readonly<Record<string, BoundValue>>;
  readonly options: ExecuteOptions;
  /** Bytes of a partition, where that is not as usual. */
  readonly partition?: number | undefined;
  /** Takes what is decided on the way. */
  readonly onDecision?: (decision: Decision) => void;
  readonly onPartition?: (done: Partitioned) => void;
}

/**
 * How rows are shared out. Where somebody says by how many bytes, or that was learned, it is by them alone: with a bound of rows
 * beside it, partitions of few bytes would be taken for slow ones.
 */
export const sharingOf = ({
  wiring: { sharing },
  partition,
}: {
  readonly wiring: Pick<Wiring, 'sharing'>;
  readonly partition?: number | undefined;
}): Sharing => (partition === undefined ? sharing : { ...sharing, partition, rows: Number.MAX_SAFE_INTEGER });
