import { failure } from '../../base/errors/index.js';
import type { UploadRecord } from '../upload.js';
import type { Records } from './records.js';

interface Waiter {
  readonly resolve: (record: UploadRecord) => void;
  readonly reject: (reason: unknown) => void;
}

/** Those who wait for an upload to be promoted, rejected or in error. */
export interface Settling {
  readonly wait: (id: string, signal?: AbortSignal) => Promise<UploadRecord>;
  readonly tell: (record: UploadRecord) => void;
  /** It will not settle. */
  readonly fail: (id: string, reason: unknown) => void;
  readonly close: () => void;
}

export const isSettled = ({ state }: UploadRecord): boolean =>
  state === 'promoted' || state === 'rejected' || state === 'error';

export const createSettling = (records: Records): Settling => {
  const waiting = new Map<string, Set<Waiter>>();
  const taken = (id: string): readonly Waiter[] => {
    const waiters = [...(waiting.get(id) ?? [])];
    waiting.delete(id);
    return waiters;
  };
  const joined = (id: string, signal: AbortSignal | undefined): Promise<UploadRecord> =>
    new Promise((resolve, reject) => {
      const waiters = waiting.get(id) ?? new Set();
      waiting.set(id, waiters);
      const abort = (): void => {
        waiters.delete(waiter);
        reject(signal?.reason);
      };
      const left = () => signal?.removeEventListener('abort', abort);
      const waiter: Waiter = {
        resolve: (record) => {
          left();
          resolve(record);
        },
        reject: (reason) => {
          left();
          reject(reason);
        },
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
    });
  const fail = (id: string, reason: unknown): void => {
    for (const { reject } of taken(id)) reject(reason);
  };
  return {
    wait: async (id, signal) => {
      signal?.throwIfAborted();
      const record = await records.get(id);
      signal?.throwIfAborted();
      // What settled while an old record was read from disk is over in memory as well.
      const now = records.live.get(id) ?? record;
      return isSettled(now) ? now : joined(id, signal);
    },
    tell: (record) => {
      for (const { resolve } of taken(record.id)) resolve(record);
    },
    fail,
    close: () => {
      const closed = failure('MR8101', 'the gateway was closed before the upload was examined');
      for (const id of [...waiting.keys()]) fail(id, closed);
    },
  };
};
