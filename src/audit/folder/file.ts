import { open } from 'node:fs/promises';
import { FILE_MODE } from './places.js';

/** A file that grows at its end. */
export interface AppendFile {
  readonly size: () => Promise<number>;
  /** Writes all of it. */
  readonly append: (bytes: Buffer) => Promise<void>;
  /** Resolves once all that was written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly cut: (size: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type OpenAppendFile = (path: string) => Promise<AppendFile>;

export const openAppendFile: OpenAppendFile = async (path) => {
  const handle = await open(path, 'a', FILE_MODE);
  return {
    size: async () => (await handle.stat()).size,
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    cut: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
};
