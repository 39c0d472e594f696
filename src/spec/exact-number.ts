interface Digits {
  readonly negative: boolean;
  /** Without leading and trailing zeros. */
  readonly digits: string;
  /** Power of ten of the last digit. */
  readonly exponent: number;
}

const NUMBER = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

const digitsOf = (text: string): Digits | undefined => {
  const [whole, sign, integer = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (whole === undefined || integer + fraction === '') return undefined;
  const all = (integer + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  const exponent = Number(power) - fraction.length + (all.length - digits.length);
  return { negative: sign === '-' && digits !== '', digits, exponent: digits === '' ? 0 : exponent };
};

const sameDigits = (left: Digits | undefined, right: Digits | undefined): boolean =>
  left !== undefined &&
  right !== undefined &&
  left.negative === right.negative &&
  left.digits === right.digits &&
  left.exponent === right.exponent;

/**
 * Whether a number read from a text says the same as the text: `0.10` does, `12345678901234567890`
 * does not, as a double is rounded, nor does `00123`, whose zeros somebody wrote for a reason.
 */
export const isExact = (value: number, text: string): boolean => {
  if (/^[-+]?0[xo]/.test(text)) return Number.isSafeInteger(value);
  if (/^[-+]?0\d/.test(text)) return false;
  return Number.isFinite(value) && sameDigits(digitsOf(text), digitsOf(String(value)));
};

/** Whether a text is written as a number. */
export const looksNumeric = (text: string): boolean => digitsOf(text) !== undefined;
