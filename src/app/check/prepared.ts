import type { Problem } from '../../base/errors/index.js';
import type { DecisionRecord, InputMeasures, Storage, TargetRequest } from '../../kit/index.js';
import type { Applied, Graph, LogicalPlan, PhysicalPlan } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Settings } from './settings.js';
import type { Source } from './sources.js';

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
  readonly warnings: readonly Problem[];
  /** Why nothing may be done, though the document holds: a run keeps it on record. */
  readonly stops: readonly Problem[];
  /** What inputs whose contracts ask for `history` are like, by the document's nodes. */
  readonly measures: ReadonlyMap<string, InputMeasures>;
  /** Removes the copies of files that were made to be read. */
  readonly release: () => Promise<void>;
}
