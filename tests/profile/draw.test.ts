import { describe, expect, test } from 'vitest';
import { plain } from '../../src/base/diagnostics/render.js';
import { rangeText, shapeText, typeText } from '../../src/cli/commands/profile/column-text.js';
import { drawProfile } from '../../src/cli/commands/profile/draw.js';
import type { DecisionRecord } from '../../src/kit/index.js';
import type { ColumnProfile } from '../../src/preflight/profile/index.js';

const column: ColumnProfile = {
  name: 'c',
  type: 'VARCHAR',
  nullShare: 0,
  distinct: 3,
  isDistinctExact: true,
  isUnique: false,
  least: 'a',
  greatest: 'z',
  isWhole: true,
  heavy: [
    { value: 'DALLAS/FORT WORTH INTL', share: 0.091 },
    { value: 'ATLANTA', share: 0.05 },
    { value: 'rare', share: 0.004 },
  ],
  isMasked: false,
};

const numbers: ColumnProfile = {
  ...column,
  type: 'BIGINT',
  heavy: [],
  mean: 2,
  quantiles: [1, 1, 140, 3, 4],
  histogram: { from: 0, to: 16, counts: Array.from({ length: 16 }, () => 1) },
};

describe('the values of a column', () => {
  test.each([
    [60, 'DALLAS/FORT WOR… 9.1 %, ATLANTA 5 %'],
    [30, 'DALLAS/FORT WOR… 9.1 %'],
    [17, 'DALLAS/FO… 9.1 %'],
  ])('are frequent ones, each with its share, in %i characters', (room, text) => {
    expect(shapeText(column, room, true)).toBe(text);
  });

  test.each([
    [40, `${'#'.repeat(16)} median 140`],
    [20, `${'#'.repeat(8)} median 140`],
    [16, '#'.repeat(16)],
    [10, '#'.repeat(8)],
  ])('are bars, and the median as long as there is room: %i characters', (room, text) => {
    expect(shapeText(numbers, room, false).replaceAll('@', '#')).toBe(text);
  });

  test('are fields where it is nested', () => {
    const nested = { ...column, type: 'STRUCT(a BIGINT, "b c" STRUCT(d DATE), e VARCHAR)[]', heavy: [] };
    expect(typeText(nested.type)).toBe('struct[]');
    expect(shapeText(nested, 40, true)).toBe('fields: a, b c, e');
    expect(shapeText(nested, 16, true)).toBe('3 fields: a, …');
  });
});

test.each([
  ['DATE', '1990-01-08', '2002-07-25', '1990-01-08 to 2002-07-25'],
  ['TIMESTAMP', '2001-01-01 00:47:00', '2001-07-01 00:12:00', '2001-01-01 to 2001-07-01'],
  ['TIMESTAMP', '2001-01-01 00:47:00', '2001-01-01 09:12:00', '2001-01-01 00:47:00 to 09:12:00'],
  ['VARCHAR', 'Abbeville', 'Zuni', 'Abbe… to Zuni'],
  ['VARCHAR', '00017', '00575', '00017 to 00575'],
  ['VARCHAR', '100', '99', ''],
])('the range of %s from %s', (type, least, greatest, text) => {
  expect(rangeText({ ...column, type, least, greatest }, 5)).toBe(text);
});

test('an estimate of different values is marked as one', () => {
  const columns = [{ ...column, isDistinctExact: false, distinct: 16_893 }];
  const profile = {
    format: 'csv' as const,
    files: 1,
    bytes: 1,
    rows: 20_000,
    isExact: true,
    sample: { rows: 20_000, isWhole: true, from: 'all rows' },
    columns,
  };
  const inputs = [{ node: 'rows', profile, decisions: [], drift: [] }];
  const text = drawProfile(
    { pipeline: 'p', inputs, decisions: [] },
    { width: 80, paint: plain, isUnicode: true },
  );
  expect(text).toContain(' ~16,893 ');
});

test('what is decided alike of many columns is said once', () => {
  const decision = (name: string, chosen = 'kept'): DecisionRecord => ({
    node: 'rows',
    about: 'new_columns',
    column: name,
    action: 'proceed',
    chosen,
    evidence: 'the contract does not have it',
    alternatives: [],
    files: [],
  });
  const decisions = [decision('a'), decision('b'), decision('c', 'set aside'), decision('d')];
  const text = drawProfile(
    { pipeline: 'p', inputs: [], decisions },
    { width: 80, paint: plain, isUnicode: true },
  );
  expect(text.match(/because/g)).toHaveLength(2);
  expect(text).toContain('proceed new_columns of a, b, d: kept\n');
  expect(text).toContain('proceed new_columns of c: set aside\n');
});
