import type { CodeReply } from '../../kit/index.js';
import type { Partition } from './partition.js';

/** Has work done in processes. The index is that of the result, of which each has its own. */
export interface Doing {
  readonly rows: (partition: Partition, result: number) => Promise<CodeReply>;
  /** Keeps the state of a range under its number. */
  readonly state: (partition: Partition, range: number) => Promise<CodeReply>;
  /** Makes the row of a key from the states of its ranges, by their numbers and in their order. */
  readonly merge: (ranges: readonly number[], result: number) => Promise<CodeReply>;
}

interface Task {
  readonly weight: number;
  readonly begin: () => void;
}

/** The numbers of the ranges of each key, in their order. */
const rangesByKey = (ranges: readonly Partition[]): readonly (readonly number[])[] => {
  const found = new Map<number, number[]>();
  for (const [index, { rangeOf = 0 }] of ranges.entries())
    found.set(rangeOf, [...(found.get(rangeOf) ?? []), index]);
  return [...found.values()];
};

/** How many times processes are asked: once for each partition, and once for each key that is merged. */
export const tasksIn = (partitions: readonly Partition[]): number =>
  partitions.length + new Set(partitions.flatMap(({ rangeOf }) => rangeOf ?? [])).size;

/**
 * Has all partitions done, the heaviest first, so that none is left for the end by itself; and the states of a key merged
 * once there are all of them. Gives what came of each result, in an order that does not depend on who was done when.
 */
export const scheduled = async (
  partitions: readonly Partition[],
  { rows, state, merge }: Doing,
): Promise<readonly CodeReply[]> => {
  const tasks: Task[] = [];
  const later = <T>({ weight }: Partition, work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      tasks.push({ weight, begin: () => void work().then(resolve, reject) });
    });
  const whole = partitions.filter(({ rangeOf }) => rangeOf === undefined);
  const ranges = partitions.filter(({ rangeOf }) => rangeOf !== undefined);
  const results = whole.map((partition, index) => later(partition, () => rows(partition, index)));
  const states = ranges.map((partition, index) => later(partition, () => state(partition, index)));
  const merged = rangesByKey(ranges).map(async (numbers, index) => {
    await Promise.all(numbers.map((number) => states[number]));
    return merge(numbers, whole.length + index);
  });
  const all = Promise.all([...results, ...merged]);
  for (const { begin } of tasks.sort((a, b) => b.weight - a.weight)) begin();
  return all;
};
