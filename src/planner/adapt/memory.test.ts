import { expect, test } from 'vitest';
import { decideMemory } from './memory.js';

const GB = 1_000_000_000;

const sort = { node: 'sorted', kind: 'sort', bytes: 12 * GB, isMost: false };

test('rows that fit stay in memory', () => {
  expect(decideMemory(sort, { memory: 16 * GB, disk: 0 })).toMatchObject({
    isShort: false,
    decision: { about: 'memory', action: 'proceed', chosen: 'in memory' },
  });
});

test('rows that do not fit are spilled, and there is room for them', () => {
  expect(decideMemory(sort, { memory: 2 * GB, disk: 40 * GB })).toEqual({
    isShort: false,
    decision: {
      about: 'memory',
      action: 'proceed',
      chosen: 'spills to disk, about 12 GB',
      evidence:
        'sort holds about 12 GB by the sizes of files and types of columns; 2 GB of memory may be used, and 40 GB are free where it spills',
      alternatives: ['in memory, with more of it (resources: memory)'],
    },
  });
});

test('or there is too little', () => {
  const { isShort, decision } = decideMemory(sort, { memory: 2 * GB, disk: 5 * GB });
  expect(isShort).toBe(true);
  expect(decision.evidence).toContain('5 GB are free where it spills, which is too little');
});

test('a disk of which nothing is known is not called too small', () => {
  expect(decideMemory(sort, { memory: 2 * GB }).isShort).toBe(false);
});

test('what may be far less is called so', () => {
  const { decision } = decideMemory({ ...sort, isMost: true }, { memory: 2 * GB, disk: 40 * GB });
  expect(decision.chosen).toBe('may spill to disk, at most about 12 GB');
});
