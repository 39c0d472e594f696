import { failure } from '../../base/errors/index.js';
import type { UploadRecord } from '../upload.js';
import type { Hold, Holding } from './holds.js';
import type { Room } from './room.js';
import type { Session } from './session.js';

export const wrongState = ({ id, state }: UploadRecord, wanted: string) =>
  failure('MR8104', `upload ${id} is ${state}, not ${wanted}`);

/** The record of an upload that still takes bytes. @throws MR8103, MR8104 */
export const receivingRecord = async ({ records }: Room, id: string): Promise<UploadRecord> => {
  const record = await records.get(id);
  if (record.state !== 'receiving') throw wrongState(record, 'receiving');
  return record;
};

/** What is known of the bytes of an upload; there is one for each that is receiving. */
export const sessionIn = ({ sessions }: Room, id: string): Session => {
  const session = sessions.get(id);
  if (session) return session;
  throw failure('MR9999', `upload ${id} is receiving, and has no session`);
};

/** Does work on an upload that nobody else then changes. */
export const holding = async <T>(
  { holds }: Room,
  id: string,
  work: (hold: Hold) => Promise<T>,
  how?: Holding,
): Promise<T> => {
  const hold = await holds.take(id, how);
  try {
    return await work(hold);
  } finally {
    hold.release();
  }
};
