import type { Problem } from '../../base/errors/index.js';
import type { AuditLog, StateStore } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';
import type { ColumnClasses } from './classes/classes.js';
import type { KeptLists } from './runs/kept-lists.js';

/** What the use cases of a service have in common. */
export interface ServiceParts {
  readonly wiring: Wiring;
  readonly state: StateStore;
  readonly lists: KeptLists;
  readonly classes: ColumnClasses;
  /** Of this service, among those that share its database. */
  readonly id: string;
  /** Folder of all that the service keeps, absolute. */
  readonly data: string;
  /** Folder of runs' records. */
  readonly runDir: string;
  /** The trail of what is done for whom. */
  readonly audit: AuditLog;
  /** Told what goes wrong while nobody asks. */
  readonly onProblems: (problems: readonly Problem[]) => void;
}
