import { expect, test } from 'vitest';
import { type CodeReply, sql } from '../../kit/index.js';
import type { Partition } from './partition.js';
import { scheduled } from './schedule.js';

const partition = (weight: number, rangeOf?: number): Partition => ({
  rows: sql`from t`,
  weight,
  ...(rangeOf === undefined ? {} : { rangeOf }),
});

const reply = (rows: number): CodeReply => ({ rows, seconds: 0, faults: 0, examples: [] });

test('the heaviest partition is begun first, and what comes of them is in their own order', async () => {
  const begun: number[] = [];
  const replies = await scheduled([partition(1), partition(9), partition(5)], {
    rows: async ({ weight }, result) => {
      begun.push(weight);
      return reply(result);
    },
    state: () => Promise.reject(new Error('no ranges')),
    merge: () => Promise.reject(new Error('no ranges')),
  });
  expect(begun).toEqual([9, 5, 1]);
  expect(replies.map(({ rows }) => rows)).toEqual([0, 1, 2]);
});

test('states of a key are merged in the order of its ranges, once there are all of them', async () => {
  const done: string[] = [];
  const gates: (() => void)[] = [];
  const all = scheduled([partition(1, 1), partition(2, 1), partition(3, 2), partition(4)], {
    rows: async (_, result) => reply(result),
    state: (_, range) =>
      new Promise((resolve) => {
        gates[range] = () => {
          done.push(`state ${range}`);
          resolve(reply(0));
        };
      }),
    merge: async (ranges, result) => {
      done.push(`merge ${ranges.join()}`);
      return reply(result);
    },
  });
  gates[1]?.();
  gates[2]?.();
  await new Promise(setImmediate);
  expect(done).toEqual(['state 1', 'state 2', 'merge 2']);
  gates[0]?.();
  expect((await all).map(({ rows }) => rows)).toEqual([0, 1, 2]);
  expect(done.at(-1)).toBe('merge 0,1');
});

test('what fails ends it', async () => {
  const failing = scheduled([partition(1, 1), partition(2)], {
    rows: async (_, result) => reply(result),
    state: () => Promise.reject(new Error('the range failed')),
    merge: async (_, result) => reply(result),
  });
  await expect(failing).rejects.toThrow('the range failed');
});
