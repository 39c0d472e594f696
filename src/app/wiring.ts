import type { Clock } from '../base/clock.js';
import type { Problem } from '../base/errors/index.js';
import type { Inspect } from '../gateway/inspection.js';
import type {
  AuditEntry,
  AuditLog,
  Convert,
  CreateEngine,
  CreateReader,
  FetchFile,
  NodeRegistry,
  RunStore,
  SemanticTypes,
  StateStore,
  Storage,
  TransformModule,
} from '../kit/index.js';
import type { Sharing } from '../planner/index.js';
import type { Pool } from '../workers/index.js';
import type { ContainerLimits } from './limits/cgroup.js';
import type { PolicyTools } from './policy/tools.js';

/** What the processes of a `code` node may use. */
export interface CodePoolOptions {
  readonly size: number;
  /** Bytes of memory, of each. */
  readonly memory: number;
  /** All that they load; its folder is theirs, and its environment all that they see of one. */
  readonly module: TransformModule;
  /** An open file that takes what they print. */
  readonly prints?: number;
}

type CreateCodePool = (options: CodePoolOptions) => Pool;

/** Pools whose processes stay for the next one that asks for the same; whatever happens, they must be closed. */
export interface CodePools {
  readonly createCodePool: CreateCodePool;
  readonly close: () => Promise<void>;
}

/** Everything that a use case needs from the rooms below; made in one place, passed everywhere. */
export interface Wiring {
  readonly clock: Clock;
  /** Resolves after so many milliseconds, or at once where the signal is given. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly registry: NodeRegistry;
  readonly types: SemanticTypes;
  readonly createEngine: CreateEngine;
  /** Opens rows that were granted to somebody. */
  readonly createReader: CreateReader;
  /** Turns files of formats that no engine reads into others. */
  readonly convert: Convert;
  /** Proves files that strangers sent. */
  readonly inspect: Inspect;
  /** Processes for functions of authors. */
  readonly createCodePool: CreateCodePool;
  readonly keepCodePools: () => CodePools;
  /** Whether a process that is asked what its module declares stays to run it. */
  readonly keepsProcesses?: true;
  readonly sharing: Sharing;
  /** Time, guards and what is learned, for the policies of documents. */
  readonly policies: PolicyTools;
  /** What the container of this process may use. */
  readonly container: () => ContainerLimits;
  /** A storage over the folders of a document's stores, by name, absolute. */
  readonly createStorage: (stores: Readonly<Record<string, string>>) => Storage;
  /** Fetches files of stores on the web. */
  readonly fetchFile: FetchFile;
  /** Runs that are kept in a `.millrace` folder. */
  readonly createRunStore: (folder: string) => RunStore;
  /** What else is kept in such a folder from run to run. */
  readonly openState: (folder: string) => Promise<StateStore>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths of commands are taken from. */
  readonly cwd: string;
  /** The trail of a service; where there is none, that of the project whose files are used, if it has access rules. */
  readonly audit?: AuditLog;
  /** Who has it done; where nobody is named, whoever this process runs as. */
  readonly actor?: AuditEntry['actor'];
  /** The command of the command line that is at work. */
  readonly command?: string;
  /** Told of what is amiss beside what was asked for. */
  readonly onWarnings?: (problems: readonly Problem[]) => void;
}
