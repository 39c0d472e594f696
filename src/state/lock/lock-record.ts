import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { failure, type MillraceError } from '../../base/errors/index.js';
import type { LockFile as Lock } from '../../base/lock/index.js';
import type { RunProcess } from '../../kit/record.js';
import { isMissing } from '../faults.js';
import { livenessOf, thisProcess } from '../processes.js';

/** Who holds a lock. The text of a lock is never the same twice. */
export interface LockRecord extends RunProcess {
  readonly nonce: string;
}

export type LockFile = Lock<LockRecord>;

export const newLockRecord = (): LockRecord => ({
  ...thisProcess(),
  nonce: randomBytes(8).toString('hex'),
});

const isRecord = (value: unknown): value is LockRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'host' in value &&
  typeof value.host === 'string';

const parsed = (text: string): LockRecord | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A lock as it stands now, or undefined where it is free. */
export const readLock = async (path: string): Promise<LockFile | undefined> => {
  try {
    const text = await readFile(path, 'utf8');
    const record = parsed(text);
    return record === undefined ? { path, text } : { path, text, record };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** Whether its process has certainly ended. */
export const isStale = ({ record }: LockFile): boolean =>
  record !== undefined && livenessOf(record) === 'dead';

const notesOf = ({ path, record }: LockFile): readonly string[] => {
  if (record === undefined) return [`the lock cannot be read; once no process works there, remove ${path}`];
  if (record.host === hostname() && livenessOf(record) === 'alive') return [`lock: ${path}`];
  return [
    `the lock is held from another host or container ("${record.host}"), where this process cannot look, so it is never broken`,
    `once that process has surely ended, remove ${path}`,
  ];
};

/** MR7102: says which process has it. */
export const heldFailure = (what: string, lock: LockFile): MillraceError => {
  const { record } = lock;
  const holder = record ? `process ${record.pid} on ${record.host}` : 'an unknown process';
  return failure('MR7102', `${what} is in use by ${holder}`, { notes: notesOf(lock) });
};
