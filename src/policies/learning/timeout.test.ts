import { describe, expect, it } from 'vitest';
import { historyOf, statisticOf, steady } from './testing/histories.js';
import { learnTimeout } from './timeout.js';
import { timeoutText } from './timeout-evidence.js';

const BOUNDS = { min: 1, max: 3600 };
const MB = 1e6;

const told = (...words: Parameters<typeof learnTimeout>): string => {
  const { value, evidence } = learnTimeout(...words);
  return timeoutText(value, evidence);
};

const cut = (day: number, seconds: number) =>
  statisticOf(day, { bytes: 30 * MB, seconds, outcome: 'timed_out' });

describe('a learned timeout', () => {
  it('follows the size of the input, and says why in one sentence', () => {
    expect(told(steady(35), { bytes: 30 * MB }, BOUNDS)).toBe(
      '9.6 s: 35 successes of the node say 3 s for so many bytes, 90 % took at most 1 times that, and 3.1 times as much is allowed',
    );
  });

  it('takes an input that is larger than any seen to take longer at least as much as it is larger', () => {
    const largest = learnTimeout(steady(35), { bytes: 70 * MB }, BOUNDS).value;
    expect(learnTimeout(steady(35), { bytes: 350 * MB }, BOUNDS).value / largest).toBeCloseTo(5, 1);
  });

  it('goes by rows where they say more than bytes', () => {
    const history = historyOf([1, 4, 2, 8, 3, 5].map((rows) => ({ bytes: MB, rows, seconds: rows })));
    const { evidence } = learnTimeout(history, { bytes: MB, rows: 4 }, BOUNDS);
    expect(evidence.fit).toMatchObject({ measure: 'rows', succeeded: 6 });
  });

  it('goes by no size where that of the input is not known', () => {
    const { value, evidence } = learnTimeout(steady(35), {}, BOUNDS);
    expect(evidence.fit).toMatchObject({ measure: 'none', exponent: 0 });
    expect(value).toBeGreaterThan(7);
  });

  it('keeps twice the longest success, however many were short', () => {
    const history = [
      statisticOf(0, { bytes: MB, seconds: 100 }),
      ...historyOf(Array(60).fill({ bytes: MB })).slice(1),
    ];
    expect(told(history, { bytes: MB }, BOUNDS)).toBe(
      '3.3 min: twice the longest success; 60 successes of the node say 1.1 s for so many bytes',
    );
  });

  it('grows with each attempt that is cut, and is as it was once one succeeds', () => {
    const usual = learnTimeout(steady(35), { bytes: 30 * MB }, BOUNDS).value;
    const once = [...steady(35), cut(35, usual)];
    const twice = [...once, cut(36, 2 * usual)];
    const over = [...twice, statisticOf(37, { bytes: 30 * MB, seconds: 3 })];
    const values = [once, twice, over].map(
      (history) => learnTimeout(history, { bytes: 30 * MB }, BOUNDS).value,
    );
    expect(values[0]).toBeCloseTo(2 * usual, 5);
    expect(values[1]).toBeCloseTo(4 * usual, 5);
    expect(values[2]).toBeCloseTo(usual, 0);
    expect(told(twice, { bytes: 30 * MB }, BOUNDS)).toBe(
      '38 s: twice as long as what was cut since the last success (2 cut in all)',
    );
  });

  it('is not made shorter by many attempts that were cut early', () => {
    const cuts = Array.from({ length: 20 }, () => ({
      bytes: MB,
      seconds: 0.01,
      outcome: 'timed_out' as const,
    }));
    const successes = Array.from({ length: 20 }, (_, run) => ({ bytes: MB, seconds: run < 18 ? 10 : 12 }));
    const { value } = learnTimeout(historyOf([...cuts, ...successes]), { bytes: MB }, BOUNDS);
    expect(value).toBe(learnTimeout(historyOf(successes), { bytes: MB }, BOUNDS).value);
  });

  it('grows where many attempts are cut, though others succeed', () => {
    const mixed = Array.from({ length: 40 }, (_, run) =>
      run % 4 === 2 ? { bytes: MB, seconds: 40, outcome: 'timed_out' as const } : { bytes: MB, seconds: 10 },
    );
    const { value, evidence } = learnTimeout(historyOf(mixed), { bytes: MB }, BOUNDS);
    expect([evidence.reason, evidence.cut]).toEqual(['quantile', 10]);
    expect(value).toBeGreaterThan(120);
  });

  it('learns nothing from attempts that failed', () => {
    const failed = [...steady(35), statisticOf(35, { bytes: 30 * MB, seconds: 900, outcome: 'failed' })];
    expect(learnTimeout(failed, { bytes: 30 * MB }, BOUNDS)).toEqual(
      learnTimeout(steady(35), { bytes: 30 * MB }, BOUNDS),
    );
  });

  it('is judged by its kind where no attempt has succeeded, and is the longest that is allowed where there is none', () => {
    expect(told([], { bytes: 30 * MB }, BOUNDS, { kind: steady(35) })).toContain(
      '35 successes of its kind say',
    );
    expect(told([], { bytes: 30 * MB }, BOUNDS)).toBe(
      '1 h: no attempt of the node or its kind has succeeded yet',
    );
  });

  it('allows more where it has seen little', () => {
    const margins = [1, 2, 10].map(
      (runs) => learnTimeout(steady(runs), { bytes: 10 * MB }, BOUNDS).evidence.fit?.margin,
    );
    expect(margins).toEqual([6, 4.5, expect.closeTo(3.3)]);
  });

  it('stays within its bounds and names the one that cut it', () => {
    expect(told(steady(35), { bytes: 30 * MB }, { min: 60, max: 90 })).toMatch(
      /^1 min: .*; held at its bound `min`$/,
    );
    expect(told(steady(35), { bytes: 30 * MB }, { min: 1, max: 5 })).toMatch(
      /^5 s: .*; held at its bound `max`$/,
    );
  });

  it('is what somebody pinned it to', () => {
    expect(told(steady(35), { bytes: 30 * MB }, BOUNDS, { pinned: 90 })).toBe('90 s: pinned');
    expect(told([], {}, BOUNDS, { pinned: 7200 })).toBe('1 h: pinned; held at its bound `max`');
  });
});
