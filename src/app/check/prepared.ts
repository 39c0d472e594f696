import type { Problem } from '../../base/errors/index.js';
import type {
  DecisionRecord,
  FileRead,
  GivenUpRecord,
  NewFilesRecord,
  Storage,
  TargetRequest,
} from '../../kit/index.js';
import type { Applied, Graph, LogicalPlan, PhysicalPlan, Remembering } from '../../planner/index.js';
import type { MeasuredRun } from '../../preflight/history/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Partitions } from '../policy/partition.js';
import type { PlannedPolicies } from '../policy/plan.js';
import type { Settings } from './settings.js';
import type { Source } from './sources.js';

/** An input beside those of earlier runs. */
export interface HeldInput {
  readonly asked: Remembering;
  readonly now: MeasuredRun;
  /** The runs before, newest first. */
  readonly past: readonly MeasuredRun[];
  /** Whether what is unlike them is as it should be. */
  readonly accepts: boolean;
}

/** A document that was checked: all that a run needs to know before it starts. */
export interface Prepared {
  readonly loaded: LoadedDocument;
  readonly settings: Settings;
  readonly storage: Storage;
  readonly graph: Graph;
  readonly sources: readonly Source[];
  /** What was decided about what is read. */
  readonly decisions: readonly DecisionRecord[];
  readonly targets: readonly TargetRequest[];
  /** As bound, before any rule. */
  readonly logical: LogicalPlan;
  readonly plan: LogicalPlan;
  readonly applied: readonly Applied[];
  readonly physical: PhysicalPlan;
  /** When, and what if it fails. */
  readonly policies: PlannedPolicies;
  /** How large partitions for functions are. */
  readonly partitions: Partitions;
  readonly warnings: readonly Problem[];
  /** Sources that could not be read, and what the run goes on without. */
  readonly givenUp: readonly GivenUpRecord[];
  /** Why nothing may be done, though the document holds: a run keeps it on record. */
  readonly stops: readonly Problem[];
  /** What is read for the first and only time. */
  readonly reads: readonly FileRead[];
  readonly newFiles: readonly NewFilesRecord[];
  /** The inputs whose contracts ask for `history`. */
  readonly history: readonly HeldInput[];
  /** Removes the copies of files that were made to be read. */
  readonly release: () => Promise<void>;
}
