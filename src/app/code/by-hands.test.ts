import { expect, test } from 'vitest';
import { byHands } from './by-hands.js';

const never = new AbortController().signal;

async function* counting(upTo: number, onMade: (item: number) => void): AsyncIterable<number> {
  for (let item = 0; item < upTo; item += 1) {
    onMade(item);
    yield item;
  }
}

test('items are made when a hand is free, and each is worked on once', async () => {
  let [made, done, most] = [0, 0, 0];
  const seen: number[] = [];
  await byHands(
    counting(20, () => {
      made += 1;
      most = Math.max(most, made - done);
    }),
    3,
    never,
    async (item, { index, hand }) => {
      expect(index).toBe(item);
      expect(hand).toBeLessThan(3);
      await new Promise((resolve) => setTimeout(resolve, item % 4));
      seen.push(item);
      done += 1;
    },
  );
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, item) => item));
  expect(most).toBe(3);
});

test('what is thrown ends the work on the others, and no more are made', async () => {
  const made: number[] = [];
  const ended: number[] = [];
  const work = byHands(
    counting(20, (item) => made.push(item)),
    2,
    never,
    (item, _, signal) =>
      item === 1
        ? Promise.reject(new Error('one'))
        : new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              ended.push(item);
              reject(signal.reason);
            });
          }),
  );
  await expect(work).rejects.toThrow('one');
  expect(ended).toEqual([0]);
  expect(made.length).toBeLessThan(4);
});
