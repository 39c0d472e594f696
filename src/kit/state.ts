import type { RunEvent } from './events.js';
import type { Reveal, RunIndexEntry, RunRecord } from './record.js';

/** The folder of one run, open for writing. */
export interface RunLog {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Never throws: what could not be written is told by `finish`. */
  readonly event: (event: RunEvent) => void;
  readonly plan: (plan: unknown) => Promise<void>;
  /** Writes `run.json`, adds the end to the index, and closes the log. */
  readonly finish: (record: RunRecord) => Promise<void>;
}

/** Where runs are kept: folders and an append-only index that many processes add to. */
export interface RunStore {
  /** @throws MR3013 where the folder cannot be made or written. */
  readonly start: (entry: RunIndexEntry) => Promise<RunLog>;
  /** All runs, newest first. A run that has not ended is `running`, or `interrupted` where its process is gone. */
  readonly list: () => Promise<readonly RunIndexEntry[]>;
  /**
   * One record, by id, by a beginning of an id that fits one run only, or `latest`: the newest run that has ended.
   *
   * @throws MR3014 where there is none, MR3015 where it cannot be read.
   */
  readonly read: (id: string) => Promise<RunRecord>;
  /** Writes the record of a run anew, whole. Throws MR3013 where that cannot be done. */
  readonly amend: (record: RunRecord) => Promise<void>;
  /** The events of a run until now, without what a killed run left half written. Throws MR3013 where they cannot be read. */
  readonly events: (runId: string) => Promise<readonly RunEvent[]>;
  /** Changes the events of a run that has ended, all or none. Throws MR3013 where that cannot be done. */
  readonly amendEvents: (runId: string, change: (event: RunEvent) => RunEvent) => Promise<void>;
  /** Absolute path of a run's folder. */
  readonly folderOf: (runId: string) => string;
  /**
   * Removes the folders of runs and takes the runs out of the index. Runs that are going on stay.
   *
   * @throws MR3013 where a folder cannot be removed; those before it are gone.
   */
  readonly remove: (runIds: readonly string[]) => Promise<void>;
  /** Keeps that classified values of a run are shown. Throws MR3013 where that cannot be written. */
  readonly reveal: (runId: string, reveal: Reveal) => Promise<void>;
}
