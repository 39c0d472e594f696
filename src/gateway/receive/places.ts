import { join } from 'node:path';

/** Where things lie below the gateway's folder; all names are ours. */
export const uploadsFolder = (folder: string): string => join(folder, 'uploads');
/** What recovery could not read is moved here, for people. */
export const damagedFolder = (folder: string): string => join(folder, 'damaged');
export const lockFile = (folder: string): string => join(folder, 'gateway.lock');

/** The folder of one upload. */
export interface UploadPlaces {
  readonly folder: string;
  readonly record: string;
  readonly content: string;
}

const ID = /^\d{8}t\d{9}z-[0-9a-f]{8}$/;

/** Whether a text has the shape of our ids; nothing else ever becomes a part of a path. */
export const isUploadId = (text: string): boolean => ID.test(text);

export const placesOf = (folder: string, id: string): UploadPlaces => {
  const own = join(uploadsFolder(folder), id);
  return { folder: own, record: join(own, 'record.json'), content: join(own, 'content') };
};
