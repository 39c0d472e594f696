import { describe, expect, it } from 'vitest';
import { upperQuantile } from './quantile.js';

const equal = (values: readonly number[]) => values.map((value) => ({ value, weight: 1 }));
const to = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the upper quantile of conformal prediction', () => {
  it.each([
    [9, 0.9, 9],
    [19, 0.9, 18],
    [99, 0.95, 95],
  ])(
    'is of %d values with equal weights the order statistic of rank ceil((n + 1) × %d)',
    (last, level, rank) => {
      expect(upperQuantile(equal(to(last).reverse()), level)).toEqual({ value: rank, isReached: true });
    },
  );

  it('is the largest where there are too few values, and says so', () => {
    expect(upperQuantile(equal(to(8)), 0.9)).toEqual({ value: 8, isReached: false });
  });

  it('is infinite where there is none', () => {
    expect(upperQuantile([], 0.9)).toEqual({ value: Number.POSITIVE_INFINITY, isReached: false });
  });

  it('counts what weighs little little', () => {
    const old = { value: 100, weight: 0.01 };
    expect(upperQuantile([...equal(to(19)), old], 0.9).value).toBe(19);
    expect(upperQuantile([...equal(to(19)), { ...old, weight: 5 }], 0.9).value).toBe(100);
  });
});
