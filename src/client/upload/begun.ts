import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../base/atomic-file.js';
import { hashOf } from '../../base/hash.js';
import type { SourceFile } from './source-file.js';

/** What is kept of an upload that has begun, to go on with it in another process. */
export interface Begun {
  readonly version: 1;
  readonly url: string;
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  readonly sha256: string;
}

/** Where that is kept. What cannot be read or written costs the resumption, not the upload. */
export interface Memory {
  readonly recall: () => Promise<Begun | undefined>;
  readonly keep: (begun: Begun) => Promise<void>;
  readonly forget: () => Promise<void>;
}

const MODE = { file: 0o600, folder: 0o700 } as const;

const begunIn = (text: string): Begun | undefined => {
  const value = JSON.parse(text) as Partial<Begun>;
  const isWhole = value.version === 1 && typeof value.id === 'string' && typeof value.sha256 === 'string';
  return isWhole ? (value as Begun) : undefined;
};

const inProcess: Memory = {
  recall: async () => undefined,
  keep: async () => undefined,
  forget: async () => undefined,
};

/** The memory of one file that goes to one channel of one service. */
export const memoryOf = (
  folder: string | undefined,
  { path, declaredType }: SourceFile,
  url: string,
  channel: string,
): Memory => {
  if (folder === undefined) return inProcess;
  const file = join(folder, `${hashOf([url, channel, path, declaredType])}.json`);
  return {
    recall: async () => {
      try {
        return begunIn(await readFile(file, 'utf8'));
      } catch {
        return undefined;
      }
    },
    keep: async (begun) => {
      try {
        await mkdir(folder, { recursive: true, mode: MODE.folder });
        await writeAtomically(file, `${JSON.stringify(begun)}\n`, MODE.file);
      } catch {
        // The upload goes on all the same.
      }
    },
    forget: () => rm(file, { force: true }).catch(() => undefined),
  };
};
