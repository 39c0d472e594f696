import { lstat, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { DataFile, StorePath } from '../kit/storage.js';
import { unless } from './disk-errors.js';
import { nameInStore } from './store-path.js';

/** Whether the path names something as it stands, be it a link that leads nowhere. */
export const isThere = async (path: string): Promise<boolean> =>
  (await unless(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'], lstat(path))) !== undefined;

/**
 * A path with all links resolved.
 *
 * @throws MR3004 where a link leads nowhere, MR3005 where it leads out of the store or into Millrace's own folder.
 */
export const resolvedInside = async (store: string, name: string, asked: StorePath): Promise<string> => {
  const real = await unless(['ENOENT', 'ENOTDIR', 'ELOOP'], realpath(join(store, name)));
  if (real === undefined)
    throw failure('MR3004', `"${name}" in store "${asked.store}" is a link that leads nowhere`);
  if (nameInStore(store, real) !== undefined) return real;
  throw failure('MR3005', `"${name}" leads out of store "${asked.store}"`, {
    notes: [`"${asked.text}" was asked for`, `it leads to ${real}`, `the store is ${store}`],
  });
};

const folderFailure = (name: string, { store }: StorePath) =>
  failure('MR3004', `"${name}" in store "${store}" is a folder`, {
    mend: `Write \`${store}://${name}/\` for all its files, or a pattern such as \`${store}://${name}/*.csv\`.`,
  });

/**
 * A file to read, by its name in the store.
 *
 * @throws MR3004 where it is no regular file, MR3005 where it lies outside the store.
 */
export const dataFile = async (store: string, name: string, asked: StorePath): Promise<DataFile> => {
  const path = await resolvedInside(store, name, asked);
  const about = await stat(path);
  if (about.isDirectory()) throw folderFailure(name, asked);
  if (!about.isFile()) throw failure('MR3004', `"${name}" in store "${asked.store}" is not a regular file`);
  return { path, name, bytes: about.size, modified: about.mtime.toISOString() };
};
