import type { Decimal } from '../../../spec/param/decimal.js';
import { readAs } from '../../../spec/param/kinds.js';
import type { ParamType } from '../../../spec/params.js';

const INTEGER = /^(U?)(TINYINT|SMALLINT|INTEGER|BIGINT)$/;
const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/;
const ENUM = /^ENUM\(/;

const bits: Readonly<Record<string, bigint>> = { TINYINT: 8n, SMALLINT: 16n, INTEGER: 32n, BIGINT: 64n };

const kinds: readonly (readonly [RegExp, ParamType])[] = [
  [/^VARCHAR$/, 'string'],
  [ENUM, 'string'],
  [INTEGER, 'integer'],
  [/^(FLOAT|DOUBLE)$/, 'number'],
  [DECIMAL, 'decimal'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP(_S|_MS|_NS)?$/, 'timestamp'],
];

const kindOf = (type: string): ParamType | undefined => kinds.find(([pattern]) => pattern.test(type))?.[1];

/** Whether values of a type can be read from a text, so that they can be listed. */
export const isReadable = (type: string): boolean => kindOf(type) !== undefined;

const fitsInteger = (text: string, type: string): boolean => {
  const [, unsigned, name = ''] = INTEGER.exec(type) ?? [];
  const size = bits[name];
  if (size === undefined) return true;
  const [least, end] = unsigned ? [0n, 2n ** size] : [-(2n ** (size - 1n)), 2n ** (size - 1n)];
  const value = BigInt(text.replace(/^\+/, ''));
  return least <= value && value < end;
};

const fitsDecimal = ({ digits, exponent }: Decimal, type: string): boolean => {
  const [, width, scale] = DECIMAL.exec(type) ?? [];
  if (width === undefined) return true;
  return exponent <= Number(width) - Number(scale) && digits.length - exponent <= Number(scale);
};

const isMember = (text: string, type: string): boolean =>
  !ENUM.test(type) ||
  [...type.matchAll(/'((?:[^']|'')*)'/g)].some(([, member = '']) => member.replaceAll("''", "'") === text);

/** A text as a value of a type, in one form for all that are equal; undefined where it is none. */
export const valueIn = (text: string, type: string): string | undefined => {
  const kind = kindOf(type);
  const reading = kind && readAs(kind, text);
  if (!reading?.ok) return undefined;
  const { order } = reading;
  if (typeof order === 'string') return isMember(text, type) ? order : undefined;
  const fits = kind === 'integer' ? fitsInteger(text, type) : fitsDecimal(order, type);
  return fits ? JSON.stringify(order) : undefined;
};
