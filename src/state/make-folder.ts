import { mkdir, writeFile } from 'node:fs/promises';
import { systemCode } from '../base/system-code.js';
import { folderFault } from './faults.js';
import type { RunPlaces, StorePlaces } from './places.js';

const ignoreExisting = (error: unknown): void => {
  if (systemCode(error) !== 'EEXIST') throw error;
};

const makeStore = async ({ folder, gitignore, runs }: StorePlaces): Promise<void> => {
  const made = await mkdir(folder, { recursive: true });
  // Runs hold rows of data; they shall not be committed by accident. Later on it is the person's own file.
  if (made !== undefined) await writeFile(gitignore, '*\n', { flag: 'wx' }).catch(ignoreExisting);
  await mkdir(runs, { recursive: true });
};

/**
 * Makes the folder of a run, and of the store where it is the first.
 *
 * @throws MR3013, or MR3007 where the disk is full.
 */
export const makeRunFolder = async (store: StorePlaces, id: string): Promise<RunPlaces> => {
  const places = store.run(id);
  await makeStore(store).catch((error: unknown) => {
    throw folderFault(store.runs, 'made', error);
  });
  try {
    await mkdir(places.folder);
    await writeFile(places.events, '', { flag: 'wx' });
    return places;
  } catch (error) {
    throw folderFault(places.folder, 'made', error);
  }
};
