import { refuse } from '../refuse.js';

export const BLOCK = 512;

/** What a header of a TAR archive says (POSIX.1-2017 `pax`, and the forms of GNU and of old). */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** The letter that says what it is; `0` for a file. */
  readonly kind: string;
}

const textAt = (block: Buffer, at: number, size: number): string => {
  const field = block.subarray(at, at + size);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? size : end).toString('utf8');
};

/** Digits of base eight, with spaces or zero bytes round them. */
const octal = (archive: string, field: Buffer): number => {
  const text = field.toString('latin1').replace(/^[ \0]+|[ \0]+$/g, '');
  if (!/^[0-7]*$/.test(text)) return refuse('MR8204', `"${archive}" has a header with a number that is none`);
  return Number.parseInt(text || '0', 8);
};

/** GNU writes large numbers as they are, after a mark. */
const numberAt = (archive: string, block: Buffer, at: number, size: number): number => {
  const field = block.subarray(at, at + size);
  if (field[0] !== 0x80) return octal(archive, field);
  const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value)
    ? value
    : refuse('MR8204', `"${archive}" has a file of an impossible size`);
};

const sumOf = (block: Buffer): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

const nameOf = (block: Buffer): string => {
  const name = textAt(block, 0, 100);
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? textAt(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
};

export const isZero = (block: Buffer): boolean => block.every((byte) => byte === 0);

/** Reads a header. */
export const parseHeader = (archive: string, block: Buffer): TarHeader => {
  if (block.length < BLOCK) return refuse('MR8204', `"${archive}" was cut short`);
  if (octal(archive, block.subarray(148, 156)) !== sumOf(block))
    return refuse('MR8204', `"${archive}" has a header whose checksum is wrong`);
  const name = nameOf(block);
  const kind = String.fromCharCode(block[156] || 48);
  return {
    name,
    size: numberAt(archive, block, 124, 12),
    kind: kind === '0' && name.endsWith('/') ? '5' : kind,
  };
};

/** The records of an extended header, `LENGTH KEY=VALUE`. */
export const parsePax = (archive: string, bytes: Buffer): ReadonlyMap<string, string> => {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const [, digits = ''] = /^(\d{1,7}) /.exec(bytes.toString('latin1', at, at + 8)) ?? [];
    const end = at + Number(digits);
    const record = bytes.subarray(at + digits.length + 1, end);
    const equals = record.indexOf(61);
    if (digits === '' || end > bytes.length || record.at(-1) !== 10 || equals < 1)
      return refuse('MR8204', `"${archive}" has an extended header that cannot be read`);
    const key = record.toString('utf8', 0, equals);
    if (records.has(key)) refuse('MR8214', `"${archive}" has "${key}" twice in an extended header`);
    records.set(key, record.toString('utf8', equals + 1, record.length - 1));
    at = end;
  }
  return records;
};
