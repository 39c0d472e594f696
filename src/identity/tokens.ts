import type { Clock } from '../base/clock.js';
import type { AccessScope } from '../kit/index.js';
import { createRecords, type Kept, type RecordPlace } from './records.js';
import { type DigestOf, isSameDigest, newId, newSecret, type RandomBytes } from './secrets.js';

/** A token of the interface, as it is kept: without its secret. */
export interface ApiToken {
  readonly id: string;
  /** Whose rights it has, at most. */
  readonly owner: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly scope?: AccessScope;
  /** ISO 8601 UTC, as all times here. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To the hour. */
  readonly usedAt?: string;
  readonly revokedAt?: string;
}

export type NewToken = Pick<ApiToken, 'owner' | 'name' | 'scope' | 'expiresAt'>;

export interface Tokens {
  /** `text` is the token, which is nowhere written. */
  readonly create: (wish: NewToken) => Promise<{ readonly token: ApiToken; readonly text: string }>;
  /** The token that a text is; undefined where it is none, has expired or was revoked. `isLook`: nothing is noted of it. */
  readonly find: (text: string, isLook?: boolean) => Promise<ApiToken | undefined>;
  readonly get: (id: string) => Promise<ApiToken | undefined>;
  readonly list: () => Promise<readonly ApiToken[]>;
  readonly revoke: (id: string) => Promise<void>;
  /** Removes those that have expired. */
  readonly sweep: () => Promise<void>;
}

interface Record extends ApiToken {
  readonly digest: string;
}

const TOKEN = /^mr_([0-9a-f]{16})_([\w-]{43})$/;
const HOUR = 3_600_000;

/** Of no token: a wrong id takes the time that a wrong secret takes. */
const NO_DIGEST = '0'.repeat(64);

const told = ({ digest: _, ...token }: Record): ApiToken => token;

export interface TokenParts {
  readonly place: RecordPlace;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly digestOf: DigestOf;
}

export const createTokens = ({ place, clock, random, digestOf }: TokenParts): Tokens => {
  const records = createRecords<Record>(place, 'identity/tokens/');
  const isOver = ({ expiresAt }: ApiToken): boolean => Date.parse(expiresAt) <= clock.now().getTime();
  /** A change meanwhile, such as its end, counts before this one. */
  const use = async ({ value, version }: Kept<Record>): Promise<void> => {
    const now = clock.now();
    if (now.getTime() - Date.parse(value.usedAt ?? value.createdAt) < HOUR && value.usedAt !== undefined)
      return;
    await records.put(value.id, { ...value, usedAt: now.toISOString() }, version);
  };
  const find: Tokens['find'] = async (text, isLook = false) => {
    const [, id = '', secret = ''] = TOKEN.exec(text) ?? [];
    const kept = id === '' ? undefined : await records.get(id);
    const isRight = isSameDigest(digestOf('token', secret), kept?.value.digest ?? NO_DIGEST);
    if (!kept || !isRight || kept.value.revokedAt !== undefined || isOver(kept.value)) return undefined;
    if (!isLook) await use(kept);
    return told(kept.value);
  };
  const all = async (): Promise<readonly Record[]> => (await records.all()).map(({ value }) => value);
  return {
    create: async (wish) => {
      const [id, secret] = [newId(random), newSecret(random)];
      const token = { id, ...wish, createdAt: clock.now().toISOString() };
      await records.put(id, { ...token, digest: digestOf('token', secret) }, 0);
      return { token, text: `mr_${id}_${secret}` };
    },
    find,
    get: async (id) => {
      const kept = await records.get(id);
      return kept && told(kept.value);
    },
    list: async () => (await all()).map(told),
    revoke: async (id) => {
      for (;;) {
        const kept = await records.get(id);
        if (!kept || kept.value.revokedAt !== undefined) return;
        const ended = { ...kept.value, revokedAt: clock.now().toISOString() };
        if (await records.put(id, ended, kept.version)) return;
      }
    },
    sweep: async () => {
      for (const record of await all()) if (isOver(record)) await records.remove(record.id);
    },
  };
};
