import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Disk, linkOrCopy, syncFolderPath } from './disk.js';
import { unless } from './disk-errors.js';
import { newFolder, stagedFiles, stagedNameOf } from './layout.js';
import { foldersAbove } from './staged-output.js';
import type { SwitchedFolder } from './switched-folders.js';

/** Lets a folder belong to whom the one before it belonged to, as far as this user may give things away. */
const resemble = async (folder: string, before: string): Promise<void> => {
  const about = await unless(['ENOENT', 'ENOTDIR'], stat(before));
  if (!about?.isDirectory()) return;
  await unless(['EPERM', 'EINVAL', 'ENOSYS'], chown(folder, about.uid, about.gid));
  await unless(['EPERM', 'ENOSYS'], chmod(folder, about.mode & 0o7777));
};

const linkAll = async (
  store: string,
  runId: string,
  { target, files }: SwitchedFolder,
  folder: string,
): Promise<readonly string[]> => {
  const made = new Set([folder]);
  for (const { path, name } of files) {
    const file = join(folder, name.slice(target.length + 1));
    if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
    for (const above of foldersAbove(file, folder)) made.add(above);
    await linkOrCopy(join(stagedFiles(store, runId), stagedNameOf(path)), file);
  }
  return [...made];
};

/**
 * Makes a folder as it will be, with second names for the staged files, before anything is decided: the switch itself
 * is then two renames, and a full disk shows here.
 */
export const makeNewFolder = async (
  disk: Disk,
  store: string,
  runId: string,
  switched: SwitchedFolder,
  number: number,
): Promise<void> => {
  const { node } = switched.output.target.request;
  const path = newFolder(store, runId, number);
  await disk.step({ name: `fill new folder of ${node}`, path, node }, async () => {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    await resemble(path, join(store, switched.target));
    const made = await linkAll(store, runId, switched, path);
    for (const folder of made) await syncFolderPath(folder);
  });
};
