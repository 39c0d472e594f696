import { createHash } from 'node:crypto';
import { keyword, type Sql, sql } from '../../kit/index.js';

/** Of SHA-256 (RFC 2104). */
const BLOCK = 64;

const padded = (key: Uint8Array, pad: number): string => {
  const short = key.length > BLOCK ? createHash('sha256').update(key).digest() : Buffer.from(key);
  const block = Buffer.concat([short, Buffer.alloc(BLOCK - short.length)]);
  return Buffer.from(block.map((byte) => byte ^ pad)).toString('hex');
};

/** HMAC-SHA-256 of a text under a key, in lower-case hexadecimal, worked out by the engine; null of null. */
export const keyedHash = (key: Uint8Array, text: Sql): Sql => {
  const [inner, outer] = [padded(key, 0x36), padded(key, 0x5c)].map((hex) => keyword(`unhex('${hex}')`));
  if (!inner || !outer) throw new Error('no key');
  return sql`sha256(${outer} || unhex(sha256(${inner} || encode(${text}))))`;
};
