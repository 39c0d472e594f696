import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { writeAtomically } from '../../state/index.js';

/** What is kept of the administrator's token: nobody can make the token of it. */
interface Kept {
  readonly version: 1;
  /** Base64url. */
  readonly key: string;
  /** HMAC-SHA-256 of the token under that key, base64url. */
  readonly hash: string;
}

/** Tells a right token from others. */
export type IsToken = (given: string) => boolean;

/** What the first start gives: the token itself, which is nowhere written. */
export interface AdministratorToken {
  readonly isToken: IsToken;
  /** Only where it was made just now. */
  readonly made?: string;
}

const RANDOM_BYTES = 32;
/** Of SHA-256. */
const HASH_BYTES = 32;

const hashOf = (key: Buffer, token: string): Buffer => createHmac('sha256', key).update(token).digest();

const read = async (file: string): Promise<Kept | undefined> => {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return undefined;
    throw failure('MR8003', `"${file}" cannot be read: ${thrown.message}`, {}, thrown);
  });
  if (text === undefined) return undefined;
  try {
    const kept = JSON.parse(text) as Kept;
    const [key, hash] = [kept.key, kept.hash].map((text) => Buffer.from(text, 'base64url').length);
    if (kept.version === 1 && key === RANDOM_BYTES && hash === HASH_BYTES) return kept;
  } catch {
    // Said below.
  }
  throw failure('MR8003', `"${file}" is damaged`);
};

const make = async (file: string): Promise<{ readonly kept: Kept; readonly made: string }> => {
  const made = `mr_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  const key = randomBytes(RANDOM_BYTES);
  const kept: Kept = {
    version: 1,
    key: key.toString('base64url'),
    hash: hashOf(key, made).toString('base64url'),
  };
  await writeAtomically(file, `${JSON.stringify(kept)}\n`);
  return { kept, made };
};

/**
 * The token of a service's administrator: made where there is none, or where a new one is asked for, which ends the old
 * one. Of 256 random bits, so that a fast hash is enough to keep.
 *
 * @throws MR8003 where what is kept cannot be read
 */
export const administratorToken = async (data: string, isNew: boolean): Promise<AdministratorToken> => {
  const file = join(data, 'administrator.json');
  const found = isNew ? undefined : await read(file);
  const { kept, made } = found ? { kept: found, made: undefined } : await make(file);
  const key = Buffer.from(kept.key, 'base64url');
  const hash = Buffer.from(kept.hash, 'base64url');
  return {
    isToken: (given) => timingSafeEqual(hashOf(key, given), hash),
    ...(made === undefined ? {} : { made }),
  };
};
