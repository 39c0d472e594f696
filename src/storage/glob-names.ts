import { type Dirent, lstat, readdir, realpath, realpathSync, type Stats, stat } from 'node:fs';
import { resolve } from 'node:path';
import { type FileSystemAdapter, glob } from 'tinyglobby';
import { failure } from '../base/errors/index.js';
import type { StorePath } from '../kit/storage.js';
import { isInside, nameInStore } from './store-path.js';

/** Signs that a document's patterns know nothing of: they stand for themselves. */
const literalSigns = (pattern: string): string =>
  pattern.replaceAll(/(?<!\[)!|[()|+@]/g, (sign) => `\\${sign}`);

/** No folder is looked into that is too deep to hold a match; what is wrong with it does not matter. */
const depthOf = (pattern: string): { readonly deep?: number } =>
  pattern.includes('**') ? {} : { deep: pattern.split('/').length - 1 };

/** The first thing that stopped the walk; the library would leave it out without a word. */
interface Trouble {
  first?: Error;
}

const outside = (store: string, folder: string): Error | undefined => {
  const real = realpathSync(folder);
  if (isInside(store, real)) return undefined;
  return failure('MR3005', `a folder below the store leads out of it: ${folder}`, {
    notes: [`it leads to ${real}`, `the store is ${store}`],
  });
};

type Done<T> = (thrown: Error | null, value: T) => void;

/** The three calls that the walk makes. */
interface WalkCalls {
  readonly readdir: (folder: string, options: { withFileTypes: true }, done: Done<Dirent[]>) => void;
  readonly realpath: (path: string, done: Done<string>) => void;
  readonly stat: (path: string, done: Done<Stats>) => void;
}

const entering = (store: string, folder: string): Error | undefined => {
  try {
    return outside(store, folder);
  } catch (thrown) {
    return thrown as Error;
  }
};

/**
 * The file system as the walk sees it: it enters no folder outside the store, keeps what goes wrong, and takes a
 * link that leads nowhere for a file, so that the one who reads it is told.
 */
const fenced = (store: string, trouble: Trouble): WalkCalls => {
  const end = (done: Done<Dirent[]>, thrown: Error): void => {
    trouble.first ??= thrown;
    done(thrown, []);
  };
  return {
    readdir: (folder, options, done) => {
      const objection = entering(store, folder);
      if (objection) return end(done, objection);
      if (nameInStore(store, resolve(folder)) === undefined) return done(null, []);
      readdir(folder, options, (thrown, entries) => (thrown ? end(done, thrown) : done(null, entries)));
    },
    realpath: (path, done) => realpath(path, (thrown, real) => done(null, thrown ? path : real)),
    stat: (path, done) => stat(path, (thrown, about) => (thrown ? lstat(path, done) : done(null, about))),
  };
};

/**
 * Names of the files in a store that match a pattern; hidden ones and Millrace's own never do.
 *
 * @throws MR3005 where the pattern leads into a folder outside the store, or the system's error where one is locked.
 */
export const globNames = async (store: string, { path }: StorePath): Promise<readonly string[]> => {
  const trouble: Trouble = {};
  const names = await glob(literalSigns(path), {
    cwd: store,
    dot: false,
    extglob: false,
    expandDirectories: false,
    ...depthOf(path),
    // The library's type asks for every overload of Node's functions; it calls one form of each.
    fs: fenced(store, trouble) as unknown as FileSystemAdapter,
  });
  if (trouble.first) throw trouble.first;
  return names.filter((name) => nameInStore(store, `${store}/${name}`) !== undefined);
};
