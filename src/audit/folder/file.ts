import { open, stat } from 'node:fs/promises';
import { FILE_MODE } from './places.js';

/** A file that grows at its end. */
export interface AppendFile {
  /** Throws where another file, or none, is at its path by now: what is written to this one nobody would find. */
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
    size: async () => {
      const [own, there] = await Promise.all([handle.stat(), stat(path).catch(() => undefined)]);
      if (there?.ino !== own.ino || there.dev !== own.dev)
        throw new Error(`"${path}" was moved, replaced or removed meanwhile`);
      return own.size;
    },
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    cut: (size) => handle.truncate(size),
    close: () => handle.close(),
  };
};
