import { type FileHandle, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disk, newOnly, withFile } from './disk.js';
import type { UploadPlaces } from './places.js';

// The offset is in the name, so that making the file is the one step that counts.
const nameOf = (offset: number): string => `verified-${offset}`;
const JOURNAL = /^verified-(\d+)$/;

/** Notes on disk, before a part with a checksum is written, up to where the bytes are verified. */
export const openJournal = async (disk: Disk, { folder }: UploadPlaces, offset: number): Promise<void> => {
  const path = join(folder, nameOf(offset));
  await disk.step('note the verified offset', path, () => withFile(path, newOnly, async () => undefined));
  await disk.syncFolder('the verified offset', folder);
};

/** The part counts from here on, or is gone. */
export const closeJournal = async (disk: Disk, { folder }: UploadPlaces, offset: number): Promise<void> => {
  const path = join(folder, nameOf(offset));
  await disk.step('remove the verified offset', path, () => rm(path, { force: true }));
  await disk.syncFolder('the removed offset', folder);
};

/** The offset in a journal that a killed process left. */
export const journalIn = async ({ folder }: UploadPlaces): Promise<number | undefined> => {
  const found = (await readdir(folder)).flatMap((name) => JOURNAL.exec(name)?.[1] ?? []);
  return found[0] === undefined ? undefined : Number(found[0]);
};

export const truncated = (disk: Disk, handle: FileHandle, path: string, offset: number): Promise<void> =>
  disk.step('cut the content', path, async () => {
    await handle.truncate(offset);
    await handle.sync();
  });

/** Undoes a part that was not verified: cuts it off, then removes its journal. */
export const undoPart = async (
  disk: Disk,
  handle: FileHandle,
  places: UploadPlaces,
  offset: number,
): Promise<void> => {
  await truncated(disk, handle, places.content, offset);
  await closeJournal(disk, places, offset);
};
