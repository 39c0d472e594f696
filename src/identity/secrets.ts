import { createHmac, timingSafeEqual } from 'node:crypto';

/** Random bytes that nobody can foretell. */
export type RandomBytes = (size: number) => Buffer;

/** Of secrets: 256 bits, so that a fast hash is enough to keep. */
const SECRET_BYTES = 32;
/** Of names that tell one record from others, and open nothing. */
const ID_BYTES = 8;

/** A secret of 256 random bits, base64url: 43 characters. */
export const newSecret = (random: RandomBytes): string => random(SECRET_BYTES).toString('base64url');

/** A name for a record, 16 hexadecimal characters. */
export const newId = (random: RandomBytes): string => random(ID_BYTES).toString('hex');

/** What secrets are for; the digest of one is never that of another. */
export type Purpose = 'token' | 'session' | 'login';

/** HMAC-SHA-256 of a secret under the key of a service, hexadecimal: all that is kept of it. */
export type DigestOf = (purpose: Purpose, secret: string) => string;

export const createDigest =
  (key: Uint8Array): DigestOf =>
  (purpose, secret) =>
    createHmac('sha256', key).update(`${purpose}\n${secret}`).digest('hex');

/** Whether two digests are one, in a time that does not depend on where they differ. */
export const isSameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
