import { stat } from 'node:fs/promises';
import { failure } from '../base/errors/index.js';
import type { DataFile } from '../kit/index.js';

/** Throws MR4010 where a file is no longer what it was when it was listed. */
export const verifyUnchanged = async (files: readonly DataFile[]): Promise<void> => {
  for (const file of files) {
    const now = await stat(file.path).catch(() => undefined);
    if (now?.size === file.bytes && now.mtime.toISOString() === file.modified) continue;
    throw failure('MR4010', `"${file.name}" ${now ? 'changed' : 'was removed'} while the run read it`, {
      dataFile: file.path,
    });
  }
};
