import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorCode, failure, type MillraceError } from '../../base/errors/index.js';
import {
  breakStale,
  holderText,
  isOnThisHost,
  type LockFile,
  newRecord,
  tryLock,
  unlock,
} from '../../storage/index.js';
import type { Wiring } from '../wiring.js';
import { GONE, giveSigns, isSilent } from './sign-of-life.js';

/** What is held, and how that is told. */
export interface Holding {
  readonly folder: string;
  /** Of the error where another one is at work. */
  readonly code: ErrorCode;
  /** What is at work: `a scheduler`. */
  readonly what: string;
  /** Ends a wait. */
  readonly signal: AbortSignal;
  /** Told before it is waited for so long, whether the holder lives. */
  readonly onWait?: (who: string, seconds: number) => void;
}

const heldBy = (other: LockFile, { code, what, folder }: Holding, notes: readonly string[]): MillraceError =>
  failure(code, `${what} is at work in "${folder}": ${holderText(other)}`, { notes });

/** Takes a lock; that of another host, where no process can be looked for, once it has been silent for long. */
const taken = async (
  { wait }: Wiring,
  path: string,
  record: ReturnType<typeof newRecord>,
  holding: Holding,
): Promise<void> => {
  const other = await tryLock(path, record);
  if (other === undefined) return;
  const byHand = `lock: ${path}; once that process has surely ended, it may be removed`;
  if (other.record === undefined || isOnThisHost(other.record)) throw heldBy(other, holding, [byHand]);
  holding.onWait?.(holderText(other), GONE / 1000);
  const isGone = await isSilent(path, () => wait(GONE, holding.signal));
  if (holding.signal.aborted) throw heldBy(other, holding, [byHand]);
  if (!isGone) throw heldBy(other, holding, [`it lives: ${path} was touched meanwhile`]);
  await breakStale(other, record);
  const quicker = await tryLock(path, record);
  if (quicker !== undefined) throw heldBy(quicker, holding, [byHand]);
};

/**
 * Does work while no other process does work in the same folder. The lock of a process that has ended is broken; that of
 * one on another host, once it has given no sign of life for long.
 *
 * @param work is given a signal that tells that another one took over, as this one was paused for long.
 * @throws with `code` where another one is at work
 */
export const holding = async <T>(
  wiring: Wiring,
  asked: Holding,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { folder, what } = asked;
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  const record = newRecord({ runId: what, pipeline: what, documentHash: '' }, folder, wiring.clock.now());
  await taken(wiring, path, record, asked);
  const lost = new AbortController();
  const signs = giveSigns(path, JSON.stringify(record), () => lost.abort());
  try {
    return await work(lost.signal);
  } finally {
    signs.end();
    await unlock(path, record);
  }
};
