import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemCode } from '../system-code.js';
import type { LockFile } from './lock.js';
import { livenessOf, type ProcessRecord, thisProcess } from './process.js';

/** Who holds a lock. The text of a lock is never the same twice. */
export interface LockRecord extends ProcessRecord {
  readonly nonce: string;
}

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
export const readLock = async (path: string): Promise<LockFile<LockRecord> | undefined> => {
  try {
    const text = await readFile(path, 'utf8');
    const record = parsed(text);
    return record === undefined ? { path, text } : { path, text, record };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw error;
  }
};

/** Whether its process has certainly ended. */
export const isStale = ({ record }: LockFile<LockRecord>): boolean =>
  record !== undefined && livenessOf(record) === 'dead';
