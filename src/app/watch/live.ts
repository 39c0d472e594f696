import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Processes of a function at work. All of them busy means that what comes before waits for them. */
export interface FunctionStatus {
  /** The module, as the document names it. */
  readonly module: string;
  readonly processes: number;
  readonly busy: number;
  /** Partitions that wait for a process. */
  readonly waiting: number;
  /** Partitions done. */
  readonly done: number;
}

/** What a run is doing. Bytes and rows are those so far; times are ISO 8601 UTC. */
export interface LiveStatus {
  readonly version: 1;
  readonly runId: string;
  readonly pipeline: string;
  readonly startedAt: string;
  readonly at: string;
  readonly pid: number;
  readonly stages: { readonly total: number; readonly done: number };
  /** What is being done; `share` from 0 to 1 where the engine can tell. */
  readonly stage?: {
    readonly id: string;
    readonly nodes: readonly string[];
    readonly share?: number;
    readonly seconds: number;
  };
  /** Of inputs; rows where their number is known beforehand. */
  readonly read: {
    readonly bytes: number;
    readonly of: number;
    readonly rows?: number;
    readonly bytesPerSecond: number;
  };
  /** To outputs, before they are published; rows are those of outputs that are written whole. */
  readonly written: { readonly bytes: number; readonly rows: number; readonly bytesPerSecond: number };
  /** By contracts of stages that are done. */
  readonly quarantined: number;
  /** Tries of stages that failed. */
  readonly failedAttempts: number;
  readonly problems: { readonly errors: number; readonly warnings: number };
  /** Resident bytes, of the run and of the processes that it has started. */
  readonly memory: { readonly own: number; readonly children: number; readonly processes: number };
  /** Bytes on disk that did not fit into memory, or are on their way to functions. */
  readonly spill: number;
  readonly functions: readonly FunctionStatus[];
}

const liveFile = (folder: string): string => join(folder, 'live.json');

/** Replaces the status of a run at once: a reader finds the one before or this one. It is no record, so nothing waits for the disk. */
export const writeLive = async (folder: string, status: LiveStatus): Promise<void> => {
  const file = liveFile(folder);
  await writeFile(`${file}.tmp`, JSON.stringify(status), { mode: 0o600 });
  await rename(`${file}.tmp`, file);
};

export const removeLive = async (folder: string): Promise<void> => {
  await rm(liveFile(folder), { force: true });
};

/** What a run last said, and when; undefined where it has said nothing yet, or nothing more. */
export const readLive = async (
  folder: string,
): Promise<{ readonly status: LiveStatus; readonly modified: Date } | undefined> => {
  try {
    const [text, { mtime }] = await Promise.all([readFile(liveFile(folder), 'utf8'), stat(liveFile(folder))]);
    const status = JSON.parse(text) as LiveStatus;
    return status.version === 1 ? { status, modified: mtime } : undefined;
  } catch {
    return undefined;
  }
};
