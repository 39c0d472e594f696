import { describe, expect, test } from 'vitest';
import { DEFAULT_ROWS, decideRowGroups, rowGroupRows } from './row-groups.js';

const wide = (bytes: number) => ({ fixed: 0, texts: 1, seen: { bytes, rows: 2048 } });

describe('rows of a group', () => {
  test.each([
    ['rows without columns', { fixed: 0, texts: 0 }, DEFAULT_ROWS],
    ['narrow rows', { fixed: 16, texts: 0 }, DEFAULT_ROWS],
    ['rows of 1 KB', wide(1000), DEFAULT_ROWS],
    ['rows of 2 KB', wide(2000), 65_536],
    ['rows of 16 KB', wide(16_384), 8192],
    ['rows of 100 KB', wide(100_000), 2048],
    ['rows of 10 MB', wide(10_000_000), 2048],
    ['many numbers', { fixed: 8 * 1000, texts: 0 }, 16_384],
    ['many texts that were not seen', { fixed: 0, texts: 500 }, 8192],
  ])('%s', (_, evidence, rows) => {
    expect(rowGroupRows(evidence)).toBe(rows);
  });
});

test('the usual number is no decision', () => {
  expect(decideRowGroups(wide(100))).toBeUndefined();
});

test('another one is, with what told so', () => {
  expect(decideRowGroups({ fixed: 100, texts: 500, seen: { bytes: 99_900, rows: 2048 } })).toEqual({
    rows: 2048,
    decision: {
      about: 'row groups',
      action: 'adapt',
      chosen: '2,048 rows a group',
      evidence:
        'rows are about 100 KB wide, as 2,048 of them are: 122,880 of them, the usual, have 12 GB and are held in memory by each thread; 2,048 have 200 MB',
      alternatives: ['the usual (row_group_rows: 122880)'],
      pin: { row_group_rows: 2048 },
    },
  });
});

test('where nothing was looked at, that is said', () => {
  expect(decideRowGroups({ fixed: 0, texts: 500 })?.decision.evidence).toContain(
    'by their types, with 32 B for each of 500 texts that were not looked at',
  );
});
