import { failure } from '../base/errors/index.js';
import type { TransformColumns, TransformType } from '../kit/index.js';

/** Columns as a function gave them. */
export type Given = Readonly<Record<string, ArrayLike<unknown>>>;

const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= -2147483648 && (value as number) <= 2147483647;

const isLong = (value: unknown): boolean => typeof value === 'bigint' && BigInt.asIntN(64, value) === value;

/** Days from the year -4712 to 9999, and moments of these days. */
const [FIRST_DAY, LAST_DAY] = [-2_440_588, 2_932_896];
const MICROSECONDS = 86_400_000_000n;

const isDay = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= FIRST_DAY && (value as number) <= LAST_DAY;

const isMoment = (value: unknown): boolean =>
  typeof value === 'bigint' &&
  value >= BigInt(FIRST_DAY) * MICROSECONDS &&
  value < BigInt(LAST_DAY + 1) * MICROSECONDS;

const FITS: Readonly<Record<TransformType, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean' || value === 0 || value === 1,
  integer: isWhole,
  bigint: isLong,
  double: (value) => typeof value === 'number',
  varchar: (value) => typeof value === 'string',
  date: isDay,
  timestamp: isMoment,
};

/** Typed arrays whose every value is of the type. */
const ALWAYS: Readonly<Record<TransformType, readonly string[]>> = {
  boolean: [],
  integer: ['Int32Array', 'Int16Array', 'Int8Array', 'Uint16Array', 'Uint8Array'],
  bigint: ['BigInt64Array'],
  double: [
    'Float64Array',
    'Float32Array',
    'Int32Array',
    'Int16Array',
    'Int8Array',
    'Uint32Array',
    'Uint16Array',
    'Uint8Array',
  ],
  varchar: [],
  date: ['Int16Array', 'Int8Array', 'Uint16Array', 'Uint8Array'],
  timestamp: [],
};

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'function' || (typeof value === 'object' && value !== null))
    return `a value of type ${typeof value}`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
};

const wrong = (message: string): Error => failure('MR5004', message);

const checkColumn = (name: string, type: TransformType, values: unknown, rows: number): void => {
  if (typeof values !== 'object' || values === null || !('length' in values))
    throw wrong(`column "${name}" is ${shown(values)}, and no list of values`);
  const list = values as ArrayLike<unknown>;
  if (list.length !== rows)
    throw wrong(`column "${name}" has ${list.length} values for ${rows} ${rows === 1 ? 'row' : 'rows'}`);
  if (ALWAYS[type].includes(values.constructor.name)) return;
  const fits = FITS[type];
  for (let row = 0; row < rows; row += 1) {
    const value = list[row];
    if (value !== null && !fits(value))
      throw wrong(`column "${name}" is declared as ${type} and was given ${shown(value)}`);
  }
};

/**
 * What a function gave, unless it is a promise.
 *
 * @throws MR5004 for a promise
 */
export const atOnce = <T>(given: T): T => {
  if (typeof given !== 'object' || given === null || !('then' in given)) return given;
  // What becomes of it is nobody's concern any more.
  Promise.resolve(given).catch(() => undefined);
  throw wrong('it gave a promise: functions of transforms give their values at once, without `async`');
};

/**
 * What a function gave, once it is known to be what it declares.
 *
 * @throws MR5004 for a column that is missing, too short or too long, or holds a value of another type
 */
export const checkedColumns = (given: unknown, writes: TransformColumns, rows: number): Given => {
  atOnce(given);
  if (typeof given !== 'object' || given === null) throw wrong(`it gave ${shown(given)}, and no columns`);
  const columns = given as Readonly<Record<string, unknown>>;
  for (const [name, type] of Object.entries(writes)) {
    if (!Object.hasOwn(columns, name)) throw wrong(`column "${name}" is declared and was not given`);
    checkColumn(name, type, columns[name], rows);
  }
  return columns as Given;
};
