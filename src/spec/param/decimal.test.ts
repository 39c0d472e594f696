import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, decimalOf } from './decimal.js';

const sign = (value: number | bigint): number => Number(value > 0) - Number(value < 0);
const compare = (left: string, right: string) => sign(compareDecimals(decimalOf(left), decimalOf(right)));

describe('decimals compare', () => {
  it('as integers of any size do', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (left, right) => {
        expect(compare(String(left), String(right))).toBe(sign(left - right));
      }),
    );
  });

  it('as doubles do, however they are written', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (left, right) => {
        expect(compare(String(left), right.toExponential())).toBe(
          left === right ? 0 : sign(left - right) || (left > right ? 1 : -1),
        );
      }),
    );
  });

  it('by value, not by how they are written', () => {
    expect(compare('1.10', '1.1')).toBe(0);
    expect(compare('-0', '0.00')).toBe(0);
    expect(compare('1e3', '1000')).toBe(0);
    expect(compare('0.9', '0.10')).toBe(1);
    expect(compare('-2', '1e999999')).toBe(-1);
  });
});
