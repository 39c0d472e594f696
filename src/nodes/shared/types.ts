import { keyword, type Sql } from '../../kit/index.js';

const PART = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z0-9_ ,()[\]]/y;

/** How deep in brackets a piece of a type leaves us; undefined where it could end the type early. */
const depthAfter = (depth: number, piece: string): number | undefined => {
  if (piece === '(' || piece === '[') return depth + 1;
  if (piece === ')' || piece === ']') return depth > 0 ? depth - 1 : undefined;
  return piece === ',' && depth === 0 ? undefined : depth;
};

const isType = (text: string): boolean => {
  const pattern = new RegExp(PART);
  let depth: number | undefined = 0;
  while (pattern.lastIndex < text.length) {
    const [piece] = pattern.exec(text) ?? [];
    depth = piece === undefined || depth === undefined ? undefined : depthAfter(depth, piece);
    if (depth === undefined) return false;
  }
  return depth === 0 && text.trim() !== '';
};

/** A type as SQL. The planner has had it named by the engine; whatever could leave its place is refused. */
export const typeSql = (type: string): Sql => {
  if (!isType(type)) throw new Error(`not a type: ${type}`);
  return keyword(type);
};

/** Digits before the point that the values of an integer type may have. */
const integers: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
  HUGEINT: 39,
  UHUGEINT: 39,
};

const signed = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];

/** The type of no value in particular, as of a bare `null`. */
const NOTHING = '"NULL"';

const moments = ['DATE', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP'];

const isInteger = (type: string): boolean => Object.hasOwn(integers, type);

/** The smallest signed type that holds both; 128 bits with and without sign have none. */
const widerInteger = (a: string, b: string): string => {
  const isUnsigned = (type: string): boolean => type.startsWith('U');
  if (isUnsigned(a) === isUnsigned(b)) return (integers[a] ?? 0) >= (integers[b] ?? 0) ? a : b;
  const [unsigned, other] = isUnsigned(a) ? [a, b] : [b, a];
  const above = signed[signed.indexOf(unsigned.slice(1)) + 1];
  if (above === undefined) return 'DOUBLE';
  return signed.indexOf(above) > signed.indexOf(other) ? above : other;
};

/** Digits before and after the point, of an integer or a decimal. */
const digitsOf = (type: string): readonly [number, number] | undefined => {
  const whole = integers[type];
  if (whole !== undefined) return [whole, 0];
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  return width === undefined ? undefined : [Number(width) - Number(scale), Number(scale)];
};

const isFloating = (type: string): boolean => type === 'FLOAT' || type === 'DOUBLE';

const isNumeric = (type: string): boolean => isFloating(type) || digitsOf(type) !== undefined;

/** The type that holds the values of all; undefined where they do not belong together. */
export const widenedAll = ([first, ...others]: readonly string[]): string | undefined =>
  others.reduce((type: string | undefined, other) => type && widened(type, other), first);

const widerNumber = (a: string, b: string): string => {
  if (isInteger(a) && isInteger(b)) return widerInteger(a, b);
  const [first, second] = [digitsOf(a), digitsOf(b)];
  if (!first || !second) return 'DOUBLE';
  const whole = Math.max(first[0], second[0]);
  const scale = Math.max(first[1], second[1]);
  return whole + scale > 38 ? 'DOUBLE' : `DECIMAL(${whole + scale},${scale})`;
};

/**
 * The type that holds the values of both, or undefined where they do not belong together: numbers go with numbers,
 * dates with timestamps, and all else only with itself.
 */
export const widened = (a: string, b: string): string | undefined => {
  if (a === b || b === NOTHING) return a;
  if (a === NOTHING) return b;
  if (isNumeric(a) && isNumeric(b)) return widerNumber(a, b);
  const [first, second] = [moments.indexOf(a), moments.indexOf(b)];
  return first < 0 || second < 0 ? undefined : 'TIMESTAMP';
};
