import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageUse } from '../../kit/index.js';

/** Milliseconds between two looks. */
const EVERY = 500;

/** Bytes of a file, or of all files in a folder; none where there is nothing. */
export const bytesAt = async (path: string): Promise<number> => {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const entries = await readdir(path);
    const sizes = await Promise.all(entries.map((entry) => bytesAt(join(path, entry))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
};

type Sample = Required<Pick<StageUse, 'memoryBytes' | 'spilledBytes'>>;

/** Looks now and again at what the process uses, until it is stopped; gives the most that it saw. */
export const watchUse = (spillFolder: string, onSample: (sample: Sample) => void) => {
  let most: Sample = { memoryBytes: 0, spilledBytes: 0 };
  const look = async (): Promise<void> => {
    const sample = {
      memoryBytes: process.memoryUsage.rss(),
      spilledBytes: await bytesAt(spillFolder),
    };
    most = {
      memoryBytes: Math.max(most.memoryBytes, sample.memoryBytes),
      spilledBytes: Math.max(most.spilledBytes, sample.spilledBytes),
    };
    onSample(sample);
  };
  const timer = setInterval(() => void look(), EVERY);
  timer.unref();
  return {
    stop: async (): Promise<Sample> => {
      clearInterval(timer);
      await look();
      return most;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
