import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Not every system can do this for a folder; the content is safe without it, only the new name is not. */
export const syncFolder = async (folder: string): Promise<void> => {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows refuses to open folders.
  }
};

const writeAndSync = async (path: string, text: string, mode?: number): Promise<void> => {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes a file whole or not at all: readers see what was there before, or all of the new text. */
export const writeAtomically = async (path: string, text: string, mode?: number): Promise<void> => {
  const staged = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeAndSync(staged, text, mode);
    await rename(staged, path);
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
};
