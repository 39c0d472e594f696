import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { DataFile, StorePath } from '../kit/storage.js';
import { dataFile, isThere, resolvedInside } from './data-file.js';
import { guarded, unless } from './disk-errors.js';
import { globNames } from './glob-names.js';
import { missingFile } from './missing-file.js';
import { checkStorePath, isGlob } from './store-path.js';
import { declaredFolder, existingFolder, type StoreFolders } from './stores.js';

/** Names that engines give to what is no data: `_SUCCESS`, `.part-0.crc`. */
const isData = (name: string): boolean => !/^[._]/.test(name.slice(name.lastIndexOf('/') + 1));

/** Folders in a dataset's folder are none of it, nor are links to folders. */
const isFolder = async (path: string): Promise<boolean> =>
  (await unless(['ENOENT', 'ELOOP'], stat(path)))?.isDirectory() ?? false;

/** The files directly in a folder, as a dataset written with `append` has them. */
const folderNames = async (store: string, asked: StorePath): Promise<readonly string[]> => {
  const folder = asked.path.slice(0, -1);
  const real = await resolvedInside(store, folder, asked);
  const entries = await unless(['ENOTDIR'], readdir(real, { withFileTypes: true }));
  if (!entries)
    throw failure('MR3004', `"${folder}" in store "${asked.store}" is a file; write it without "/"`);
  const data = entries.filter((entry) => isData(entry.name)).map((entry) => `${folder}/${entry.name}`);
  const folders = await Promise.all(data.map((name) => isFolder(join(store, name))));
  return data.filter((_, index) => !folders[index]);
};

/** What stands there under the very name wins over reading the name as a pattern. */
const names = async (store: string, asked: StorePath): Promise<readonly string[]> => {
  const { path } = asked;
  const wholeFolder = path.endsWith('/');
  if (await isThere(join(store, path.replace(/\/$/, '')))) {
    return wholeFolder ? folderNames(store, asked) : [path];
  }
  if (!isGlob(path)) return [];
  return wholeFolder
    ? (await globNames(store, { ...asked, path: `${path}*` })).filter(isData)
    : globNames(store, asked);
};

const byName = (a: DataFile, b: DataFile): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** The files that a path names now; see `Storage.list`. */
export const listFiles = async (stores: StoreFolders, asked: StorePath): Promise<readonly DataFile[]> => {
  const declared = declaredFolder(stores, asked);
  checkStorePath(asked);
  const store = await existingFolder(asked.store, declared);
  return guarded({ doing: `list "${asked.text}"`, path: join(store, asked.path) }, async () => {
    const found = await names(store, asked);
    if (found.length === 0) throw await missingFile(store, asked);
    const files = await Promise.all(found.map((name) => dataFile(store, name, asked)));
    return files.toSorted(byName);
  });
};
