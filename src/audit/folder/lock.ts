import { hostname } from 'node:os';
import { failure } from '../../base/errors/index.js';
import { newLockRecord, unlock, waitForLock } from '../../base/lock/index.js';
import { lockFile } from './places.js';

const ELSEWHERE =
  'it is held from another host or container, where this process cannot look, so it is never broken';

/**
 * Takes a trail for this process, and gives what frees it: two that write would chain two records to the same one.
 *
 * @param patience milliseconds to wait for another process
 * @throws MR8802 where it has the trail for longer
 */
export const locked = async (folder: string, patience: number): Promise<() => Promise<void>> => {
  const path = lockFile(folder);
  const record = newLockRecord();
  const held = await waitForLock(path, record, patience);
  if (!held) return () => unlock(path, record);
  const by = held.record ? `process ${held.record.pid} on ${held.record.host}` : 'an unknown process';
  const notes = [`lock: ${path}`, ...(held.record?.host === hostname() ? [] : [ELSEWHERE])];
  throw failure('MR8802', `the audit trail "${folder}" is in use by ${by}`, { notes });
};
