import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../base/system-code.js';
import type { Failpoint } from '../../storage/index.js';
import { guarded } from './faults.js';

/** Only the owner reads and writes what is in quarantine. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

// A link in the place of a file is never followed; where a system has no such flag, the digests tell.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
export const readOnly = constants.O_RDONLY | NO_FOLLOW;
export const readWrite = constants.O_RDWR | NO_FOLLOW;
export const newOnly = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;

/** Disk work that outlives a crash, each step between two failpoints. */
export interface Disk {
  /** `name` completes "cannot …". */
  readonly step: <T>(name: string, path: string, work: () => Promise<T>) => Promise<T>;
  readonly makeFolder: (name: string, path: string) => Promise<void>;
  /** Writes a text whole or not at all: temporary name, fsync, rename, fsync of the folder. */
  readonly writeWhole: (name: string, path: string, text: string, mode?: number) => Promise<void>;
  readonly syncFolder: (name: string, path: string) => Promise<void>;
  readonly remove: (name: string, path: string) => Promise<void>;
}

export const withFile = async <T>(
  path: string,
  flags: number,
  work: (handle: FileHandle) => Promise<T>,
  mode = FILE_MODE,
): Promise<T> => {
  const handle = await open(path, flags, mode);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
};

// Some file systems cannot fsync a folder and say so; their renames are as durable as they get.
const unsupported = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EISDIR'];

export const syncFolderPath = async (path: string): Promise<void> => {
  try {
    await withFile(path, constants.O_RDONLY, (handle) => handle.sync());
  } catch (thrown) {
    if (!unsupported.includes(systemCode(thrown) ?? '')) throw thrown;
  }
};

const writeSynced = (path: string, text: string, mode: number): Promise<void> =>
  withFile(
    path,
    newOnly,
    async (handle) => {
      await handle.chmod(mode);
      await handle.writeFile(text);
      await handle.sync();
    },
    mode,
  );

export const createDisk = (failpoint: Failpoint): Disk => {
  const step: Disk['step'] = async (name, path, work) => {
    await failpoint(`before ${name}`);
    const result = await guarded(name, path, work);
    await failpoint(`after ${name}`);
    return result;
  };
  const syncFolder: Disk['syncFolder'] = (name, path) =>
    step(`fsync the folder of ${name}`, path, () => syncFolderPath(path));
  return {
    step,
    syncFolder,
    makeFolder: (name, path) =>
      step(`make ${name}`, path, async () => void (await mkdir(path, { mode: FOLDER_MODE }))),
    remove: (name, path) => step(`remove ${name}`, path, () => rm(path, { recursive: true, force: true })),
    writeWhole: async (name, path, text, mode = FILE_MODE) => {
      const temporary = `${path}.tmp`;
      await step(`write ${name}`, temporary, async () => {
        await rm(temporary, { force: true });
        await writeSynced(temporary, text, mode);
      });
      await step(`rename ${name}`, path, () => rename(temporary, path));
      await syncFolder(name, dirname(path));
    },
  };
};
