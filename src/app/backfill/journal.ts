import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import type { RunStatus } from '../../kit/index.js';
import { writeAtomically } from '../../state/index.js';

/** A partition as it is kept; times are ISO 8601 UTC. */
export interface KeptPartition {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** What a backfill is: written once, when it begins. */
export interface BackfillHead {
  readonly version: 1;
  readonly id: string;
  readonly file: string;
  readonly pipeline: string;
  readonly documentHash: string;
  readonly by: string;
  readonly zone: string;
  readonly params: Readonly<Record<string, string>>;
  readonly partitions: readonly KeptPartition[];
}

/** What became of a partition, a line each time it changes. */
export interface PartitionState {
  readonly key: string;
  readonly status: RunStatus | 'running';
  readonly startedAt: string;
  readonly runId?: string;
  readonly seconds?: number;
  readonly rows?: number;
}

/** A backfill as its folder has it. */
export interface Backfill {
  readonly head: BackfillHead;
  readonly states: ReadonlyMap<string, PartitionState>;
}

const headFile = (folder: string): string => join(folder, 'backfill.json');
const statesFile = (folder: string): string => join(folder, 'partitions.ndjson');

/** The folder of all backfills in the folder of runs. */
export const backfillsFolder = (runs: string): string => join(runs, 'backfills');

export const writeHead = async (folder: string, head: BackfillHead): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeAtomically(headFile(folder), `${JSON.stringify(head, null, 1)}\n`);
};

/** Adds a line, whole: with a line break before it too, so that one torn by a kill spoils no other. */
export const addState = async (folder: string, state: PartitionState): Promise<void> => {
  const handle = await open(statesFile(folder), 'a');
  try {
    await handle.write(`\n${JSON.stringify(state)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
};

const parsed = (line: string): readonly PartitionState[] => {
  try {
    const value = JSON.parse(line) as PartitionState;
    return typeof value.key === 'string' && typeof value.status === 'string' ? [value] : [];
  } catch {
    return [];
  }
};

/** A backfill by its folder. Throws MR7322 where there is none. */
export const readBackfill = async (folder: string, id: string): Promise<Backfill> => {
  const text = await readFile(headFile(folder), 'utf8').catch(() => undefined);
  if (text === undefined) throw failure('MR7322', `there is no backfill "${id}"`);
  const lines = await readFile(statesFile(folder), 'utf8').catch(() => '');
  const states = lines.split('\n').flatMap(parsed);
  return {
    head: JSON.parse(text) as BackfillHead,
    states: new Map(states.map((state) => [state.key, state])),
  };
};

/** All backfills of a pipeline, the oldest first; their names begin with their time. */
export const backfillsOf = async (folder: string, pipeline: string): Promise<readonly Backfill[]> => {
  const ids = (await readdir(folder).catch(() => [])).toSorted();
  const all = await Promise.all(ids.map((id) => readBackfill(join(folder, id), id).catch(() => undefined)));
  return all.filter((each) => each?.head.pipeline === pipeline) as readonly Backfill[];
};
