import { open } from 'node:fs/promises';
import { endRecordAt, readTail } from './archive/zip-end.js';
import { refuse } from './refuse.js';

/**
 * Programs look for the end of a ZIP archive at the end of any file, and pass over what stands before it: what is of another
 * type must not have one.
 */
export const checkNoZipBehind = async (name: string, path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    const { tail } = await readTail(file, (await file.stat()).size);
    if (endRecordAt(tail) >= 0) refuse('MR8215', `"${name}" has a ZIP archive at its end`);
  } finally {
    await file.close();
  }
};
