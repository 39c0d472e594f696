import { join } from 'node:path';
import { sha256 } from '../base/hash.js';

/**
 * Where things lie in a store. All of Millrace's own is under `.millrace`, on the file system of the targets:
 *
 * ```
 * .millrace/manifest.json            what readers follow
 * .millrace/data/RUN/NODE.ext        published versions, never changed once there
 * .millrace/data/RUN/NODE/…          the same of an output with several files, in the folders of its partitions
 * .millrace/stage/RUN/owner.json     whose stage it is
 * .millrace/stage/RUN/files/NODE.ext what the engine writes
 * .millrace/stage/RUN/new/N          a folder that will take the place of a published one
 * .millrace/stage/RUN/old/N          the folder whose place it took
 * .millrace/stage/RUN/manifest.json  the manifest as it will be
 * .millrace/stage/RUN/journal.json   what is to be switched; see journal.ts
 * .millrace/locks/HASH.lock          one a target, and store.lock
 * ```
 */
export const OWN = '.millrace';

export const ownFolder = (store: string): string => join(store, OWN);
export const manifestFile = (store: string): string => join(store, OWN, 'manifest.json');
export const locksFolder = (store: string): string => join(store, OWN, 'locks');
export const storeLock = (store: string): string => join(locksFolder(store), 'store.lock');

/** The lock of a target, named by the hash of its path in the store, as a path may be longer than a file name. */
export const targetLock = (store: string, name: string): string =>
  join(locksFolder(store), `${sha256(name).slice(0, 32)}.lock`);

export const stagesFolder = (store: string): string => join(store, OWN, 'stage');
export const stageFolder = (store: string, runId: string): string => join(stagesFolder(store), runId);

/** Apart from our own files in the stage, so that the engine needs no right to the journal. */
export const stagedFiles = (store: string, runId: string): string => join(stageFolder(store, runId), 'files');
export const ownerFile = (store: string, runId: string): string =>
  join(stageFolder(store, runId), 'owner.json');
export const nextManifest = (store: string, runId: string): string =>
  join(stageFolder(store, runId), 'manifest.json');

/** Folders that are to be switched, by their number in the journal. */
export const newFolder = (store: string, runId: string, number: number): string =>
  join(stageFolder(store, runId), 'new', String(number));
export const oldFolder = (store: string, runId: string, number: number): string =>
  join(stageFolder(store, runId), 'old', String(number));

export const versionsFolder = (store: string): string => join(store, OWN, 'data');

/** A published version's path in its store, with `/`, as manifests write it; `file` is its path in the stage. */
export const versionPath = (runId: string, file: string): string => `${OWN}/data/${runId}/${file}`;

/** A version's path in the stage. */
export const stagedNameOf = (version: string): string => version.split('/').slice(3).join('/');
