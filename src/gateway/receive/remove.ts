import type { UploadRecord } from '../upload.js';
import { holding, wrongState } from './receiving.js';
import { unknownUpload } from './records.js';
import type { Room } from './room.js';

const removable = (record: UploadRecord): UploadRecord => {
  const { state, promotion } = record;
  if (state === 'receiving' || state === 'rejected') return record;
  // One that stands under its name already has only to be recorded.
  if (state === 'error' && promotion === undefined) return record;
  throw wrongState(record, 'one that can be removed');
};

const removed = async (room: Room, id: string): Promise<void> => {
  const record = removable(await room.records.get(id));
  room.quota.removed(record);
  await room.records.remove(id);
  room.sessions.delete(id);
  room.settling.fail(id, unknownUpload(id));
};

/** See `Gateway.remove`. Whoever sends to it is cut off. */
export const remove = async (room: Room, id: string): Promise<void> => {
  removable(await room.records.get(id));
  await holding(room, id, () => removed(room, id), { isForced: true });
};

/** See `Gateway.retry`. */
export const retry = async (room: Room, id: string): Promise<UploadRecord> => {
  const inError = async (): Promise<UploadRecord> => {
    const record = await room.records.get(id);
    if (record.state !== 'error') throw wrongState(record, 'in error');
    return record;
  };
  await inError();
  return holding(room, id, async () => {
    await inError();
    return room.records.enter(id, 'quarantined');
  });
};

/** Removes what is receiving and has expired, unless bytes are coming for it. */
export const expire = async (room: Room): Promise<void> => {
  const { records, holds, options } = room;
  const now = options.clock.now().getTime();
  const isExpired = ({ state, expires }: UploadRecord): boolean =>
    state === 'receiving' && Date.parse(expires) <= now;
  const expireOne = async (id: string): Promise<void> => {
    // Bytes may have come for it while it was waited for.
    if (isExpired(await records.get(id))) await removed(room, id);
  };
  for (const record of [...records.live.values()]) {
    if (!isExpired(record) || holds.has(record.id)) continue;
    // What cannot be removed now is tried again the next time.
    await holding(room, record.id, () => expireOne(record.id)).catch(() => undefined);
  }
};
