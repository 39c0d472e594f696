import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../base/atomic-file.js';
import { systemCode } from '../../base/system-code.js';
import { isMissing } from '../faults.js';
import { damaged, storeFault } from '../store-faults.js';

/** Does work that needs a folder, which is made where it is not there yet. */
export const inFolder = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    return work();
  }
};

const writeStaged = async (path: string, text: string): Promise<void> => {
  const handle = await open(path, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Writes a file whole or not at all, under a lock of its own: so its staged file always has the same name, and what a
 * killed writer left of one is written over by the next.
 */
export const writeLocked = async (path: string, value: object): Promise<void> => {
  const staged = `${path}.tmp`;
  try {
    await inFolder(dirname(path), () => writeStaged(staged, JSON.stringify(value)));
    await rename(staged, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw storeFault(path, 'written', error);
  }
};

const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw storeFault(path, 'read', error);
  }
};

/** What a file says, or undefined where there is none. Throws MR7105 where it is not of the form. */
export const readEntry = async <T>(
  path: string,
  isOfForm: (value: unknown) => value is T,
): Promise<T | undefined> => {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isOfForm(value)) return value;
  } catch (error) {
    throw damaged(`"${path}"`, 'it is no JSON', error);
  }
  throw damaged(`"${path}"`, 'it has another form, or belongs to another key');
};
