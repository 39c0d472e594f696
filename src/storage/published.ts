import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { own } from '../base/own.js';
import type { Storage, StoredDataset, StoredFile } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';
import { manifestFile, stagedNameOf } from './layout.js';
import { type Dataset, type Manifest, type PublishedFile, readManifest } from './manifest.js';
import type { StoreFolders } from './stores.js';

/** A manifest is switched by renaming: one that changed is another file, or has another time. */
const stampOf = (about: BigIntStats | undefined): string =>
  about === undefined ? '' : [about.ino, about.size, about.mtimeNs, about.ctimeNs].join(' ');

/** A manifest that was read, and what told that it has not changed since. */
interface KnownManifest {
  readonly stamp: string;
  readonly manifest: Manifest;
}

/** Reads a manifest once for as long as it is the same. */
const createManifests = (): ((store: string) => Promise<Manifest>) => {
  const known = new Map<string, KnownManifest>();
  return async (store) => {
    const path = manifestFile(store);
    const about = await guarded({ doing: 'read the manifest', path }, () =>
      unless(['ENOENT'], stat(path, { bigint: true })),
    );
    const stamp = stampOf(about);
    const before = known.get(store);
    if (before?.stamp === stamp) return before.manifest;
    // One that is switched in between is read again the next time.
    const manifest = await readManifest(store);
    known.set(store, { stamp, manifest });
    return manifest;
  };
};

const storedFile =
  (store: string) =>
  ({ path, rows, bytes, sha256 }: PublishedFile): StoredFile => ({
    path: join(store, path),
    runId: path.split('/')[2] ?? '',
    version: stagedNameOf(path),
    rows,
    bytes,
    sha256,
  });

/** A target is a dataset, or one file of a folder that runs add to. */
const datasetAt = ({ datasets }: Manifest, name: string): Dataset | undefined =>
  own(datasets, name) ??
  Object.values(datasets).find(({ files }) => files.some((file) => file.name === name));

/** What stores hold as published, by the targets that records of runs tell. */
export const readPublished = (stores: StoreFolders): Storage['published'] => {
  const manifestOf = createManifests();
  return async (target) => {
    const [, name = '', path = ''] = /^([^:]+):\/\/(.*)$/s.exec(target) ?? [];
    const store = own(stores, name);
    const found = store === undefined ? undefined : datasetAt(await manifestOf(store), path);
    if (store === undefined || !found) return undefined;
    const { runId, pipeline, files } = found;
    return { runId, pipeline, files: files.map(storedFile(store)) } satisfies StoredDataset;
  };
};
