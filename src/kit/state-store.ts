import type { RunIndexEntry, RunStatus } from './record.js';

/** What JSON can say; nothing else can be kept. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** Where state is kept. */
export type StatePlace =
  /** A `.millrace` folder, absolute, which many processes may use at once. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** The folder of an embedded database, absolute, which one process may have open. */
  | { readonly kind: 'pglite'; readonly folder: string }
  /** A Postgres server; its tables stand in a schema of their own, `millrace` unless named. */
  | { readonly kind: 'postgres'; readonly url: string; readonly schema?: string };

/** How a stage went that ended with a node. */
export interface NodeStatistic {
  readonly pipeline: string;
  readonly node: string;
  readonly kind: string;
  readonly runId: string;
  /** When it began, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  /** Of the files that its rows came from. */
  readonly bytes: number;
  /** Rows that came out; 0 where it did not succeed. */
  readonly rows: number;
  /** How long it took; of an attempt that was cut by its timeout, how long it had taken until then. */
  readonly seconds: number;
  readonly outcome: 'succeeded' | 'failed' | 'timed_out';
  /** Where processes put its rows through a function, in partitions by size. */
  readonly partitions?: PartitionsDone;
}

/** Partitions that processes have done: how many, their bytes, and the seconds of each, all together. */
export interface PartitionsDone {
  readonly count: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Of one node of a pipeline, or of all nodes of a kind, whatever their pipeline. */
export type StatisticsOf = { readonly pipeline: string; readonly node: string } | { readonly kind: string };

export interface Statistics {
  readonly append: (statistics: readonly NodeStatistic[]) => Promise<void>;
  /** At most so many, newest first. */
  readonly newest: (of: StatisticsOf, limit: number) => Promise<readonly NodeStatistic[]>;
}

/** Which runs; what is absent does not matter. */
export interface RunFilter {
  readonly pipeline?: string;
  readonly status?: RunStatus | 'running';
  /** Only runs that come after this one in the list. */
  readonly after?: { readonly startedAt: string; readonly runId: string };
  /** At most so many. */
  readonly limit?: number;
}

/** All runs, by id. It says what was written; whether a run that says it is running still lives is not its matter. */
export interface RunIndex {
  /** @throws MR7108 where a run of this id is there already. */
  readonly add: (entry: RunIndexEntry) => Promise<void>;
  /** @throws MR7108 where there is no run of this id. */
  readonly update: (runId: string, changes: Partial<Omit<RunIndexEntry, 'runId'>>) => Promise<void>;
  /** One run; undefined where there is none of this id. */
  readonly get: (runId: string) => Promise<RunIndexEntry | undefined>;
  /** Newest first. */
  readonly list: (filter?: RunFilter) => Promise<readonly RunIndexEntry[]>;
}

/** A value, and the version to name where it shall be changed only if nobody has changed it in between. */
export interface Versioned {
  readonly value: Json;
  /** From 1; it grows with each change, and also when the key is removed and set again. */
  readonly version: number;
}

/** The right to do something alone until `expires`. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** The fencing token: greater than that of every lease of this name before it, for ever. */
  readonly token: number;
  /** ISO 8601 UTC, by the clock of the store. */
  readonly expires: string;
}

/** Under what condition a value is written. */
export interface Condition {
  /** The version that the key must have, 0 for a key without a value. */
  readonly expected?: number;
  /** A lease that must still be its holder's. */
  readonly lease?: Lease;
}

export type SetResult =
  | { readonly kind: 'written'; readonly version: number }
  /** Nothing was written, as the key has another version than expected; `current` is absent where it has no value. */
  | { readonly kind: 'conflict'; readonly current?: Versioned };

/** Values under keys, for several writers. Keys have 1 to 500 characters, none of them a control character (MR7107). */
export interface KeyValues {
  readonly get: (key: string) => Promise<Versioned | undefined>;
  /** @throws MR7106 where the lease is no longer its holder's; nothing is written then. */
  readonly set: (key: string, value: Json, condition?: Condition) => Promise<SetResult>;
  /** Removes a value. Throws as `set`. */
  readonly remove: (key: string, condition?: Condition) => Promise<SetResult>;
  /** The keys that have a value and begin so, sorted. */
  readonly keys: (prefix?: string) => Promise<readonly string[]>;
}

/** Values under keys of one writer each: the last one written counts. Keys as in `KeyValues`. */
export interface Checkpoints {
  readonly get: (key: string) => Promise<Json | undefined>;
  readonly put: (key: string, value: Json) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  readonly keys: (prefix?: string) => Promise<readonly string[]>;
}

/**
 * Leases. A holder that was paused or cut off may not know that its time is over: so what it writes it writes with
 * its lease (`Condition`), and is refused once the time is over, or another has its place.
 */
export interface Leases {
  /** Undefined where another has it. An owner that has it already and asks again is another. */
  readonly acquire: (name: string, owner: string, milliseconds: number) => Promise<Lease | undefined>;
  /** From now on, with the same token. Throws MR7106 where it is no longer the holder's. */
  readonly renew: (lease: Lease, milliseconds: number) => Promise<Lease>;
  /** Gives it free at once; does nothing where it is no longer the holder's. */
  readonly release: (lease: Lease) => Promise<void>;
}

/**
 * What outlives a run, for many runs. Each change survives the end of the process when its promise is fulfilled (statistics are with the
 * operating system), and whole or not there after a crash.
 *
 * Everything throws: MR7101 the database is not there, MR7102 another owner has the store, MR7103 the disk is full,
 * MR7104 it was made by a newer Millrace, MR7105 an entry is damaged, MR7109 it cannot be used for another reason.
 */
export interface StateStore {
  readonly runs: RunIndex;
  readonly statistics: Statistics;
  readonly checkpoints: Checkpoints;
  readonly values: KeyValues;
  readonly leases: Leases;
  readonly close: () => Promise<void>;
}
