import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorCode, failure } from '../../base/errors/index.js';
import { newRecord, tryLock, unlock } from '../../storage/index.js';
import type { Wiring } from '../wiring.js';

/**
 * Does work while no other process does work in the same folder. The lock of a process that has ended is broken.
 *
 * @throws with `code` where another one is at work
 */
export const holding = async <T>(
  { clock }: Wiring,
  folder: string,
  code: ErrorCode,
  what: string,
  work: () => Promise<T>,
): Promise<T> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  const record = newRecord({ runId: what, pipeline: what, documentHash: '' }, folder, clock.now());
  const other = await tryLock(path, record);
  if (other !== undefined) {
    const { record: held } = other;
    const who = held ? `process ${held.pid} on ${held.host}, since ${held.since}` : 'an unknown process';
    throw failure(code, `${what} is at work in "${folder}": ${who}`, {
      notes: [`lock: ${path}; once that process has surely ended, it may be removed`],
    });
  }
  try {
    return await work();
  } finally {
    await unlock(path, record);
  }
};
