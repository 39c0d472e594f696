import type { Clock } from '../../base/clock.js';
import { failure } from '../../base/errors/index.js';
import { holderText, newRecord, tryLock, unlock } from '../../storage/index.js';
import { guarded } from './faults.js';
import { lockFile } from './places.js';

/**
 * Takes a gateway's folder for this process; the lock of one that has ended is broken. Gives what lets go of it.
 *
 * @throws MR8118 where another one is at work there
 */
export const exclusive = async (folder: string, clock: Clock): Promise<() => Promise<void>> => {
  const path = lockFile(folder);
  const now = clock.now();
  const owner = { runId: `gateway-${now.getTime()}`, pipeline: 'gateway', documentHash: '' };
  const record = newRecord(owner, folder, now);
  const other = await guarded('lock the folder', path, () => tryLock(path, record));
  if (other === undefined) return () => unlock(path, record);
  throw failure('MR8118', `the gateway in "${folder}" is in use by ${holderText(other)}`, {
    notes: [`lock: ${path}; once that process has surely ended, it may be removed`],
  });
};
