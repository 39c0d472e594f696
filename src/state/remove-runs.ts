import { rm } from 'node:fs/promises';
import { folderFault } from './faults.js';
import { forgetRuns } from './index-file.js';
import type { StorePlaces } from './places.js';

/** Removes folders first: a run that is still in the index can be removed again. */
export const removeRuns = async (places: StorePlaces, runIds: readonly string[]): Promise<void> => {
  const gone: string[] = [];
  try {
    for (const id of runIds) {
      const { folder } = places.run(id);
      await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
        throw folderFault(folder, 'written', error);
      });
      gone.push(id);
    }
  } finally {
    if (gone.length > 0) await forgetRuns(places.index, gone);
  }
};
