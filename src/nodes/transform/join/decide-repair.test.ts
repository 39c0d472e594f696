import { describe, expect, test } from 'vitest';
import { decideRepair, decideUnseen, type KeyEvidence, type Tried } from './decide-repair.js';
import { candidates, type Repair } from './repair.js';

const tried = (matched: number, repairs: readonly Repair[], left = 0, right = 0): Tried => ({
  repairs,
  matched,
  merged: { left, right },
});

const evidence = (...all: readonly Tried[]): KeyEvidence => ({
  left: { alias: 'orders', keys: 1000 },
  right: { alias: 'customers', keys: 1200 },
  tried: all,
});

describe('keys are compared', () => {
  test('as they are where no repair matches more of them', () => {
    const { repairs, decision } = decideRepair(evidence(tried(812, []), tried(812, ['zeros'])));
    expect(repairs).toEqual([]);
    expect(decision).toEqual({
      about: 'join keys',
      action: 'proceed',
      chosen: 'compared as they are',
      evidence: '812 of 1,000 keys of orders match as they are',
      alternatives: [],
      pin: { repair: { always: [] } },
    });
  });

  test('with the repair that matches more, and what it would have been else', () => {
    const { repairs, decision } = decideRepair(
      evidence(tried(812, []), tried(850, ['case']), tried(998, ['zeros']), tried(998, ['case', 'zeros'])),
    );
    expect(repairs).toEqual(['zeros']);
    expect(decision).toEqual({
      about: 'join keys',
      action: 'adapt',
      chosen: 'compared without leading zeros',
      evidence: '812 of 1,000 keys of orders match as they are, 998 without leading zeros',
      alternatives: [
        'as they are, 812 match (repair: { always: [] })',
        'in small letters, 850 match (repair: { always: [case] })',
      ],
      pin: { repair: { always: ['zeros'] } },
    });
  });

  test('with several where only these together match most', () => {
    const { repairs } = decideRepair(
      evidence(tried(0, []), tried(5, ['case']), tried(5, ['zeros']), tried(9, ['case', 'zeros'])),
    );
    expect(repairs).toEqual(['case', 'zeros']);
  });

  test('never so that two keys of a side become one, which is said', () => {
    const { repairs, decision } = decideRepair(
      evidence(
        tried(812, []),
        tried(900, ['case']),
        tried(998, ['zeros'], 0, 12),
        tried(999, ['case', 'zeros'], 1, 12),
      ),
    );
    expect(repairs).toEqual(['case']);
    expect(decision.evidence).toBe(
      '812 of 1,000 keys of orders match as they are, 900 in small letters; without leading zeros 998 would match, but 12 keys of customers become the same as another of that side, so that is not done',
    );
  });

  test('as text where nothing else can be, even if no more was found than that', () => {
    const { repairs, decision } = decideRepair(evidence(tried(0, ['type']), tried(0, ['type', 'zeros'])));
    expect(repairs).toEqual(['type']);
    expect(decision.action).toBe('adapt');
    expect(decision.evidence).toBe('0 of 1,000 keys of orders match as text');
  });

  test('by the first rows where there are too many, which is said', () => {
    const { decision } = decideRepair({ ...evidence(tried(1, [])), first: 5_000_000 });
    expect(decision.evidence).toBe(
      '1 of 1,000 keys of orders match as they are (of the first 5,000,000 rows of each side)',
    );
  });
});

describe('keys that cannot be seen before the run', () => {
  test('are repaired only as their types ask for', () => {
    const { repairs, decision } = decideUnseen(
      [['type'], ['type', 'zeros']],
      '"sums" makes its rows in the run',
    );
    expect(repairs).toEqual(['type']);
    expect(decision).toMatchObject({
      action: 'adapt',
      chosen: 'compared as text',
      evidence: 'their types differ; "sums" makes its rows in the run',
      alternatives: ['as text, without leading zeros (repair: { always: [type, zeros] })'],
    });
  });

  test('stay as they are otherwise', () => {
    const { decision } = decideUnseen([[], ['case']], 'it is not known');
    expect(decision).toMatchObject({ action: 'proceed', chosen: 'compared as they are' });
  });
});

describe('the ways of comparing keys', () => {
  test('are all that is allowed, the least repair first', () => {
    const ways = candidates(['case', 'zeros'], { needText: false, haveText: true });
    expect(ways[0]).toEqual([]);
    expect(ways.slice(1, 3)).toEqual(expect.arrayContaining([['case'], ['zeros']]));
    expect(ways[3]).toEqual(['case', 'zeros']);
  });

  test('are all as text where types differ', () => {
    expect(candidates(['type', 'zeros'], { needText: true, haveText: true })).toEqual([
      ['type'],
      ['type', 'zeros'],
    ]);
  });

  test('is one for numbers', () => {
    expect(candidates(['type', 'case'], { needText: false, haveText: false })).toEqual([[]]);
  });
});
