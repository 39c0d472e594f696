import { isWhole } from '../../kit/index.js';

const BITS: Readonly<Record<string, number>> = { TINY: 8, SMALL: 16, '': 32, BIG: 64, HUGE: 128 };
const DIGITS: Readonly<Record<number, number>> = { 8: 3, 16: 5, 32: 10, 64: 20, 128: 39 };
const MOST_DIGITS = 38;

const bitsOf = (type: string): number => BITS[type.replace(/^U?(.*?)(INT|INTEGER)$/, '$1')] ?? 0;

const SIGNED = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];
const UNSIGNED = SIGNED.map((type) => `U${type}`);

/** Types of whole numbers that hold all that a narrower one holds, the narrowest first. */
const widerWholes = (type: string): readonly string[] => {
  const others = type.startsWith('U') ? [...UNSIGNED, ...SIGNED] : SIGNED;
  return others.filter((other) => bitsOf(other) > bitsOf(type)).toSorted((a, b) => bitsOf(a) - bitsOf(b));
};

const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/;

/** Stands among candidates for a decimal of as many digits as there are. */
export const MEASURED = 'DECIMAL';

const isMoment = (type: string): boolean => /^(DATE|TIMESTAMP(_S|_MS)?)$/.test(type);

const ofText = (to: string): readonly string[] => {
  if (isWhole(to)) return [...widerWholes(to), MEASURED, 'DOUBLE'];
  if (DECIMAL.test(to)) return [MEASURED, 'DOUBLE'];
  if (to === 'FLOAT') return ['DOUBLE'];
  return isMoment(to) ? ['TIMESTAMP', 'TIMESTAMP_NS'] : [];
};

/** The types that a column may be widened to, the narrowest first; the last holds whatever there is. */
export const candidates = (from: string, to: string): readonly string[] => {
  const own = from === 'VARCHAR' ? ofText(to) : [...(isWhole(to) ? widerWholes(to) : []), from];
  return [...new Set([...own, 'VARCHAR'])].filter((type) => type !== to);
};

/** Digits of the values of a column, before and after the point. */
export interface Digits {
  readonly whole: number;
  readonly scale: number;
}

const declaredDigits = (type: string): Digits => {
  const [, precision, scale] = DECIMAL.exec(type) ?? [];
  if (precision === undefined) return { whole: DIGITS[bitsOf(type)] ?? 0, scale: 0 };
  return { whole: Number(precision) - Number(scale), scale: Number(scale) };
};

/** The decimal that holds values with so many digits, with room for those of the declared type; none where they are too many. */
export const decimalFor = (declared: string, found: Digits): string | undefined => {
  const own = declaredDigits(declared);
  const scale = Math.max(found.scale, Math.min(own.scale, MOST_DIGITS - found.whole));
  if (found.whole + scale > MOST_DIGITS) return undefined;
  return `DECIMAL(${Math.max(1, Math.min(MOST_DIGITS, Math.max(found.whole, own.whole) + scale))},${scale})`;
};
