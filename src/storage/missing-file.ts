import { readdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { didYouMean, listed } from '../base/diagnostics/suggest.js';
import { failure, type MillraceError } from '../base/errors/index.js';
import type { StorePath } from '../kit/storage.js';
import { isGlob } from './store-path.js';

const SHOWN = 10;

const visibleNames = async (folder: string): Promise<readonly string[] | undefined> => {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted();
  } catch {
    return undefined;
  }
};

/** The deepest part of a path that is a folder of the store, and the name that is missing in it. */
const missingIn = async (store: string, path: string) => {
  for (let missing = path; ; missing = dirname(missing)) {
    const folder = dirname(missing);
    const names = await visibleNames(join(store, folder));
    if (names || folder === '.') return { folder, name: posix.basename(missing), names: names ?? [] };
  }
};

/** MR3004: names what stands near, as most missing files are misspelt. */
export const missingFile = async (store: string, asked: StorePath): Promise<MillraceError> => {
  const path = asked.path.replace(/\/$/, '');
  const { folder, name, names } = await missingIn(store, path);
  const label = isGlob(name) ? undefined : didYouMean(name, names);
  const where = folder === '.' ? `store "${asked.store}"` : `folder "${folder}" of store "${asked.store}"`;
  const what = isGlob(path) ? 'no file matches' : 'there is no file';
  return failure('MR3004', `${what} "${asked.text}"`, {
    ...(label === undefined ? {} : { label }),
    notes: [names.length === 0 ? `${where} is empty` : `${where} has: ${listed(names, SHOWN)}`],
  });
};
