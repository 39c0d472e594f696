import { realpath } from 'node:fs/promises';
import type { FileRead, RunIdentity } from '../kit/storage.js';
import type { Context } from './context.js';
import { isThere } from './data-file.js';
import { unless } from './disk-errors.js';
import { ownFolder } from './layout.js';
import { filesReadIn, readManifest } from './manifest.js';
import { withStoresLocked } from './store-locks.js';
import { declaredFolder } from './stores.js';

/** The folders of stores that something was published in, resolved. */
const usedFolders = async ({ stores }: Context, names: readonly string[]): Promise<readonly string[]> => {
  const folders = names.map((store) =>
    declaredFolder(stores, { kind: 'path', store, path: '', text: `${store}://` }),
  );
  const found = await Promise.all(folders.map((folder) => unless(['ENOENT'], realpath(folder))));
  const there = [...new Set(found.flatMap((folder) => folder ?? []))];
  const used = await Promise.all(there.map((folder) => isThere(ownFolder(folder))));
  return there.filter((_, index) => used[index]);
};

/** Makes stores whole, those that there are; see `Storage.recover`. */
export const recoverStores = async (
  context: Context,
  names: readonly string[],
  run: RunIdentity,
): Promise<void> => withStoresLocked(context, await usedFolders(context, names), run, async () => undefined);

/** See `Storage.remembers`. */
export const remembersRun = async (
  context: Context,
  names: readonly string[],
  runId: string,
): Promise<boolean> => {
  const manifests = await Promise.all((await usedFolders(context, names)).map(readManifest));
  return manifests.some(({ remembered = [] }) => remembered.includes(runId));
};

/** See `Storage.filesRead`. A run that wrote several stores is on record in each: it counts once. */
export const filesReadBy = async (
  context: Context,
  names: readonly string[],
  pipeline: string,
): Promise<readonly FileRead[]> => {
  const manifests = await Promise.all((await usedFolders(context, names)).map(readManifest));
  const all = manifests.flatMap((manifest) => filesReadIn(manifest, pipeline));
  // Names of runs sort by their time: of a file that was read again the last one counts.
  const sorted = all.toSorted((a, b) => ((a.runId ?? '') < (b.runId ?? '') ? -1 : 1));
  return [...new Map(sorted.map((each) => [JSON.stringify([each.node, each.file]), each])).values()];
};
