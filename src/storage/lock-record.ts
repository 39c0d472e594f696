import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { failure, type MillraceError } from '../base/errors/index.js';
import type { LockFile as Lock } from '../base/lock/index.js';
import type { RunIdentity } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';
import { isOnThisHost, processIdentity, thisProcess } from './process-identity.js';

/** Who holds a lock, for what and since when. */
export const lockRecord = processIdentity.extend({
  runId: z.string(),
  pipeline: z.string(),
  /** `store://path`, or the folder of a whole store. */
  target: z.string(),
  /** ISO 8601 UTC. */
  since: z.string(),
});

export type LockRecord = z.infer<typeof lockRecord>;

export type LockFile = Lock<LockRecord>;

export const newRecord = (run: RunIdentity, target: string, since: Date): LockRecord => ({
  runId: run.runId,
  ...thisProcess(),
  pipeline: run.pipeline,
  target,
  since: since.toISOString(),
});

/** Who holds a lock, in words: `process 7 on host, since …`. */
export const holderText = ({ record }: LockFile): string =>
  record ? `process ${record.pid} on ${record.host}, since ${record.since}` : 'an unknown process';

const parsed = (text: string): LockRecord | undefined => {
  try {
    return lockRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** A lock as it stands now, or undefined where it is free. */
export const readLock = async (path: string): Promise<LockFile | undefined> => {
  const place = { doing: 'read a lock', path };
  const text = await guarded(place, () => unless(['ENOENT'], readFile(path, 'utf8')));
  if (text === undefined) return undefined;
  const record = parsed(text);
  return record === undefined ? { path, text } : { path, text, record };
};

const byHand = ({ path, record }: LockFile): readonly string[] => {
  if (record === undefined)
    return [`the lock cannot be read; once no run writes here any more, remove ${path}`];
  if (isOnThisHost(record)) return [`lock: ${path}`];
  const stage = join(dirname(path), '..', 'stage', record.runId);
  return [
    `the lock is held from host "${record.host}", where this run cannot look, so it is never broken`,
    `once that run has surely ended, remove ${path} and ${stage}`,
  ];
};

/** MR3009: says which run holds what is asked for, and what to do where nobody here can tell whether it lives. */
export const heldFailure = (what: string, lock: LockFile, node?: string): MillraceError => {
  const { record } = lock;
  const holder = record
    ? `run ${record.runId} of pipeline "${record.pipeline}" (process ${record.pid} on ${record.host}) since ${record.since}`
    : 'an unknown run';
  return failure('MR3009', `${what} is being written by ${holder}`, {
    notes: byHand(lock),
    ...(node === undefined ? {} : { node }),
  });
};
