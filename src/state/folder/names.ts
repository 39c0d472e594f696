import { sha256 } from '../../base/hash.js';

const MAX_NAME = 180;
const KEPT = 120;

const isPlain = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x5f;

const encoded = (byte: number): string =>
  isPlain(byte) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;

/**
 * The name of a file for a key: readable, without a path in it, and different for keys that differ in case only, as
 * some systems take those for one. Long keys end in a hash.
 */
export const fileName = (key: string): string => {
  const name = [...Buffer.from(key)].map(encoded).join('');
  return name.length <= MAX_NAME ? name : `${name.slice(0, KEPT)}~${sha256(key).slice(0, 32)}`;
};
