import type { EngineLimits } from '../../kit/index.js';

/** Of what the engine may take, the part that one statement may take for what it works out. */
const SHARE = 1 / 4;
/** What the engine may take where nothing is said of it. */
const MEMORY = 1 << 30;

/** Bytes that one statement may take for what it works out of all its columns. */
export const budgetOf = ({ memory = MEMORY }: EngineLimits): number => memory * SHARE;

/** Threads that the engine puts to a sample that is kept in a table: it gives each 122,880 rows, and a sample has fewer than twice as many. */
const SAMPLE_THREADS = 2;

/** Threads that each keep what they work out apart. */
export const threadsFor = ({ threads = 1 }: EngineLimits, isFull: boolean): number =>
  isFull ? threads : Math.min(threads, SAMPLE_THREADS);

/** Items in batches that fit the bytes, in their order; one that alone does not is a batch of its own. */
export const batchesOf = <T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  bytes: number,
): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  let left = 0;
  for (const item of items) {
    const [last, own] = [batches.at(-1), bytesOf(item)];
    if (last && own <= left) last.push(item);
    else batches.push([item]);
    left = (last === batches.at(-1) ? left : bytes) - own;
  }
  return batches;
};
