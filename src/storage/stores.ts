import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { didYouMean, listed } from '../base/diagnostics/suggest.js';
import { failure } from '../base/errors/index.js';
import { own } from '../base/own.js';
import type { StorePath } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';

/** Store names with their folders. */
export type StoreFolders = Readonly<Record<string, string>>;

/** @throws MR3001 where the document declares no such store. */
export const declaredFolder = (stores: StoreFolders, { store, text }: StorePath, node?: string): string => {
  const folder = own(stores, store);
  if (folder !== undefined) return resolve(folder);
  const names = Object.keys(stores);
  const label = didYouMean(store, names);
  throw failure('MR3001', `unknown store "${store}" in "${text}"`, {
    ...(label === undefined ? {} : { label }),
    ...(node === undefined ? {} : { node }),
    notes: [names.length === 0 ? 'no store is declared' : `stores: ${listed(names)}`],
  });
};

/**
 * The folder of a store with all links resolved.
 *
 * @throws MR3003 where there is no such folder, MR3006 where it may not be looked at.
 */
export const existingFolder = async (store: string, folder: string): Promise<string> => {
  const place = { doing: `open the folder of store "${store}"`, path: folder };
  return guarded(place, async () => {
    const real = await unless(['ENOENT', 'ENOTDIR'], realpath(folder));
    if (real === undefined)
      throw failure('MR3003', `the folder of store "${store}" does not exist: ${folder}`);
    if (!(await stat(real)).isDirectory()) {
      throw failure('MR3003', `the folder of store "${store}" is a file: ${folder}`);
    }
    return real;
  });
};
