import type {
  BoundValue,
  ContainerRecord,
  Decision,
  Engine,
  EngineLimits,
  ExecuteOptions,
} from '../../kit/index.js';
import type { LogicalPlan } from '../../planner/index.js';
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
  /** Takes what is decided on the way. */
  readonly onDecision?: (decision: Decision) => void;
  readonly onPartition?: (done: Partitioned) => void;
}
