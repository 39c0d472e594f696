import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharesOf } from './shares.js';

const MB = 1_000_000;
const memory = (value: number) => ({ memory: { value, file: 'memory.max' } });

test('without a container the engine is not bounded, and has all processors', () => {
  expect(sharesOf({}, {}, 8, true)).toEqual({ limits: { threads: 8 } });
});

test('an engine that is alone takes 60 % of the memory', () => {
  expect(sharesOf(memory(1000 * MB), {}, 8, false)).toEqual({ limits: { memory: 600 * MB, threads: 8 } });
});

test.each([
  [0.25, 1],
  [1, 1],
  [1.5, 2],
  [16, 8],
])('a container of %d processors has %d threads on a machine of 8', (value, threads) => {
  expect(sharesOf({ cpus: { value, file: 'cpu.max' } }, {}, 8, false).limits.threads).toBe(threads);
});

test('what the document says holds as it says it', () => {
  const asked = { memory: 900 * MB, threads: 6 };
  expect(sharesOf({ ...memory(1000 * MB), cpus: { value: 1, file: '' } }, asked, 8, false).limits).toEqual(
    asked,
  );
});

describe('beside functions', () => {
  test('there is room for fewer processes than there are processors', () => {
    const { limits, processes } = sharesOf(memory(2000 * MB), {}, 8, true);
    expect(limits.memory).toBe(800 * MB);
    expect(processes).toEqual({ most: 3, memory: Math.floor((700 * MB) / 3 / 1.5) });
  });

  test('all together stay below the limit, from 512 MB on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 512 * MB, max: 1e12 }),
        fc.integer({ min: 1, max: 256 }),
        (limit, processors) => {
          const { limits, processes } = sharesOf(memory(limit), {}, processors, true);
          // The program itself, its code and its own memory, takes up to 90 MB beside them.
          const all =
            (limits.memory ?? 0) + (processes ? processes.most * processes.memory * 1.5 : 0) + 90 * MB;
          expect(all).toBeLessThan(limit);
        },
      ),
    );
  });
});
