import type { OnEvent, RunEventBody, RunRecord, RunTrigger } from '../../kit/index.js';
import type { Overrides } from '../check/settings.js';

/** How a run is asked for. */
export interface RunOptions extends Overrides {
  /** Folder for run records; `.millrace` in the current folder unless given. */
  readonly runDir?: string;
  /** Keep the results of stages. */
  readonly checkpoint?: boolean;
  /** Go on from a run: one that is named, or the newest that keeps results; keeps results too. */
  readonly resume?: string | true;
  /** The id that the run shall have, made with `runId` of `base/ids`; a new one unless given. */
  readonly runId?: string;
  /** What started it, where that was no person. */
  readonly trigger?: RunTrigger;
  readonly signal?: AbortSignal;
  readonly onEvent?: OnEvent;
}

/** A run that took place, well or not; `record.problems` says what went wrong. */
export interface RunOutcome {
  readonly record: RunRecord;
  /** Absolute path of the run's folder. */
  readonly folder: string;
}

export type Emit = (event: RunEventBody) => void;
