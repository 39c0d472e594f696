/** A decimal number of any size: `0.digits` times ten to the `exponent`. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  /** Without leading and trailing zeros. */
  readonly digits: string;
  readonly exponent: number;
}

/** Reads a number as it is written; the text must be one. */
export const decimalOf = (text: string): Decimal => {
  const [, sign = '', integer = '', fraction = '', power = '0'] =
    /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const all = integer + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, '');
  if (digits === '') return { negative: false, digits: '', exponent: 0 };
  return { negative: sign === '-', digits, exponent: Number(power) + integer.length - leading };
};

const compareSizes = (left: Decimal, right: Decimal): number => {
  if (left.digits === '' || right.digits === '') return left.digits.length - right.digits.length;
  if (left.exponent !== right.exponent) return left.exponent - right.exponent;
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -1 : 1;
};

/** Below, at or above zero, as `left` is less than, equal to or greater than `right`; exact. */
export const compareDecimals = (left: Decimal, right: Decimal): number => {
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  return left.negative ? compareSizes(right, left) : compareSizes(left, right);
};
