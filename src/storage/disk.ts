import { copyFile, link, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { linkUnsupported } from '../base/lock/index.js';
import { errnoOf, guarded } from './disk-errors.js';
import type { Failpoint } from './failpoint.js';

/** A step of disk work: a stable name for failpoints and messages, and the node that it is done for. */
export interface Step {
  readonly name: string;
  readonly path: string;
  readonly node?: string | undefined;
}

/** Disk operations that outlive a crash, each between two failpoints. */
export interface Disk {
  readonly step: <T>(step: Step, work: () => Promise<T>) => Promise<T>;
  readonly rename: (from: string, step: Step) => Promise<void>;
  /** Gives a file a second name; a copy where the file system knows no hard links. */
  readonly link: (from: string, step: Step) => Promise<void>;
  readonly syncFile: (step: Step) => Promise<void>;
  readonly syncFolder: (step: Step) => Promise<void>;
  /** Makes a folder and its parents, and sees to it that they outlive a crash. */
  readonly makeFolder: (step: Step) => Promise<void>;
  /** Writes a text whole or not at all: temporary file, fsync, rename, fsync of the folder. */
  readonly writeWhole: (text: string, step: Step) => Promise<void>;
  readonly remove: (step: Step) => Promise<void>;
}

// Some file systems cannot fsync a folder and say so; their renames are as durable as they get.
const folderSyncUnsupported = [
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  ...(process.platform === 'win32' ? ['EPERM', 'EISDIR'] : []),
];

/** Sees to it that the bytes of a file outlive a crash. */
export const syncPath = async (path: string, flags: 'r' | 'r+'): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Sees to it that the names in a folder outlive a crash, where the file system can. */
export const syncFolderPath = async (path: string): Promise<void> => {
  try {
    await syncPath(path, 'r');
  } catch (thrown) {
    if (!folderSyncUnsupported.includes(errnoOf(thrown) ?? '')) throw thrown;
  }
};

/** A second name for a file; a copy where the file system knows no hard links. */
export const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (thrown) {
    if (!linkUnsupported.includes(errnoOf(thrown) ?? '')) throw thrown;
    await copyFile(from, to);
    await syncPath(to, 'r+');
  }
};

/** Every folder from the first that was made down to the last; a new name is durable once its parent is. */
const parentsOfNew = (first: string, last: string): readonly string[] =>
  last.length < first.length ? [] : [...parentsOfNew(first, dirname(last)), dirname(last)];

/** Disk operations with a failpoint before and after each. */
export const createDisk = (failpoint: Failpoint): Disk => {
  const step = async <T>({ name, path, node }: Step, work: () => Promise<T>): Promise<T> => {
    const result = await guarded({ doing: name, path, node }, async () => {
      await failpoint(`before ${name}`);
      return work();
    });
    await failpoint(`after ${name}`);
    return result;
  };
  const named = (verb: string, { name, path, node }: Step): Step => ({ name: `${verb} ${name}`, path, node });
  const disk: Disk = {
    step,
    rename: (from, at) => step(named('rename', at), () => rename(from, at.path)),
    link: (from, at) => step(named('link', at), () => linkOrCopy(from, at.path)),
    syncFile: (at) => step(named('fsync', at), () => syncPath(at.path, 'r+')),
    syncFolder: (at) => step(named('fsync folder of', at), () => syncFolderPath(at.path)),
    makeFolder: async (at) => {
      const first = await step(named('make folder of', at), () => mkdir(at.path, { recursive: true }));
      const parents = first === undefined ? [] : parentsOfNew(first, at.path);
      for (const path of parents) await disk.syncFolder({ ...at, path });
    },
    remove: (at) => step(named('remove', at), () => rm(at.path, { recursive: true, force: true })),
    writeWhole: async (text, at) => {
      const temporary = { ...at, path: `${at.path}.tmp` };
      await step(named('write', temporary), () => writeFile(temporary.path, text));
      await disk.syncFile(temporary);
      await disk.rename(temporary.path, at);
      await disk.syncFolder({ ...at, path: dirname(at.path) });
    },
  };
  return disk;
};
