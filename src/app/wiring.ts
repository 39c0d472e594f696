import type { Clock } from '../base/clock.js';
import type { Convert, CreateEngine, NodeRegistry, RunStore, SemanticTypes, Storage } from '../kit/index.js';
import type { Pool } from '../workers/index.js';

/** What the processes of a `code` node may use. */
export interface CodePoolOptions {
  readonly size: number;
  /** Bytes of memory, of each. */
  readonly memory: number;
  /** The folder that their relative paths are taken from. */
  readonly folder: string;
  /** All that they see of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** An open file that takes what they print. */
  readonly prints?: number;
}

/** How rows are shared out among processes. */
export interface Sharing {
  /** Bytes of a partition, about. */
  readonly partition: number;
  /** Rows of a group in a file: a partition is one at least. */
  readonly rows: number;
  /** Partitions by the hash of a key. */
  readonly buckets: number;
}

/** Everything that a use case needs from the rooms below; made in one place, passed everywhere. */
export interface Wiring {
  readonly clock: Clock;
  readonly registry: NodeRegistry;
  readonly types: SemanticTypes;
  readonly createEngine: CreateEngine;
  /** Turns files of formats that no engine reads into others. */
  readonly convert: Convert;
  /** Processes for functions of authors. */
  readonly createCodePool: (options: CodePoolOptions) => Pool;
  readonly sharing: Sharing;
  /** A storage over the folders of a document's stores, by name, absolute. */
  readonly createStorage: (stores: Readonly<Record<string, string>>) => Storage;
  /** Runs that are kept in a `.millrace` folder. */
  readonly createRunStore: (folder: string) => RunStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths of commands are taken from. */
  readonly cwd: string;
}
