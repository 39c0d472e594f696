import type { UploadRecord } from '../upload.js';
import { placesIn, type Room } from './room.js';

/** What is over is not kept in quarantine, except for its record. */
const removeContent = async (room: Room, id: string): Promise<void> => {
  const { folder, content } = placesIn(room, id);
  await room.disk.remove('the content', content);
  await room.disk.syncFolder('the removed content', folder);
};

const isTold = async ({ options }: Room, record: UploadRecord): Promise<boolean> => {
  try {
    await options.onSettled?.(record);
    return true;
  } catch {
    return false;
  }
};

/**
 * Tells that an upload is settled, then removes the bytes of one that is over. They are the mark that it has not been told:
 * where they are still there at the next start, it is told once more.
 */
export const settle = async (room: Room, record: UploadRecord): Promise<void> => {
  const told = await isTold(room, record);
  if (told && record.state !== 'error') await removeContent(room, record.id).catch(() => undefined);
  room.settling.tell(record);
};
