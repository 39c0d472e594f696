import { type AtOnce, createAtOnce } from '../../base/at-once.js';
import { failure } from '../../base/errors/index.js';
import { once } from '../../base/once.js';
import { newSecret, type RandomBytes } from '../secrets.js';

/** Keeps passwords so that they cannot be read, and tells right ones from wrong ones. */
export interface Passwords {
  /** Argon2id in the PHC form. Throws MR8718 where too many wait. */
  readonly hash: (password: string) => Promise<string>;
  /** With the same work where there is no hash to hold it against. Throws MR8718. */
  readonly isRight: (password: string, hash: string | undefined) => Promise<boolean>;
}

/** OWASP, Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Argon2id is 2, and version 19 usual. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes at one time, so that logins take neither all memory nor all threads that files are read with. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

/** Hashing is slow on purpose: so that logins cannot flood the service, few are at work and few more wait. */
const createTurns = (): AtOnce =>
  createAtOnce(AT_ONCE, (waiting) => {
    if (waiting >= MOST_WAITING) throw failure('MR8718', 'more logins than the service can take now');
  });

const library = once(() => import('@node-rs/argon2'));

export const createPasswords = (random: RandomBytes): Passwords => {
  const inTurn = createTurns();
  const hash: Passwords['hash'] = async (password) => {
    const argon2 = await library();
    return inTurn(() => argon2.hash(password, COST));
  };
  const decoy = once(() => hash(newSecret(random)));
  return {
    hash,
    isRight: async (password, kept) => {
      const argon2 = await library();
      // Made whoever asks: the first unknown name must not take longer than a known one.
      const other = await decoy();
      const isRight = await inTurn(() => argon2.verify(kept ?? other, password));
      return isRight && kept !== undefined;
    },
  };
};
