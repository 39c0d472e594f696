import { failure } from '../../../base/errors/index.js';
import type { ApiToken } from '../../../identity/index.js';
import type { AccessScope, Actor } from '../../../kit/index.js';
import { doneEvent } from './event.js';
import type { IdentityParts } from './parts.js';
import { personNow } from './person-now.js';
import { isWithin, needManager, needOwner } from './rights.js';

/** A token that somebody wants. */
export interface TokenWish {
  readonly name: string;
  readonly scope?: AccessScope;
  /** ISO 8601; 90 days from now unless given. */
  readonly expiresAt?: string;
  /** Another person's, which only administrators make; one's own unless given. */
  readonly owner?: string;
}

export interface TokenCases {
  /** `text` is shown once. Throws MR8720, MR8710, MR8711, MR8722. */
  readonly create: (
    actor: Actor,
    wish: TokenWish,
  ) => Promise<{ readonly token: ApiToken; readonly text: string }>;
  /** One's own, or those of everybody. Throws MR8722. */
  readonly list: (actor: Actor, ofAll?: boolean) => Promise<readonly ApiToken[]>;
  /** Throws MR8711, also for those of others. */
  readonly revoke: (actor: Actor, id: string) => Promise<void>;
}

const DAY = 86_400_000;
const USUAL = 90 * DAY;
const MOST = 366 * DAY;

const expiryOf = ({ expiresAt }: TokenWish, now: number, ownEnd: number): number => {
  if (expiresAt === undefined) return Math.min(now + USUAL, ownEnd);
  const at = Date.parse(expiresAt);
  if (!(at > now && at <= now + MOST))
    throw failure('MR8720', `"${expiresAt.slice(0, 40)}" is no time to come within a year`);
  return at;
};

export const createTokenCases = (parts: IdentityParts): TokenCases => {
  const { tokens, clock, onEvent } = parts;

  /** When the token that somebody asks with ends, where it is one. */
  const endOf = async ({ authentication: { method, id } }: Actor): Promise<number> => {
    const token = method === 'token' ? await tokens.get(id) : undefined;
    return token ? Date.parse(token.expiresAt) : Number.POSITIVE_INFINITY;
  };
  const needKnown = async (owner: string): Promise<void> => {
    if (!(await personNow(parts, owner))) throw failure('MR8711', `nobody here is "${owner}"`);
  };
  return {
    create: async (actor, wish) => {
      const owner = wish.owner ?? actor.id;
      await needOwner(parts, actor, owner);
      await needKnown(owner);
      const ownEnd = await endOf(actor);
      const at = expiryOf(wish, clock.now().getTime(), ownEnd);
      // What leaks must neither outlive itself nor become more than it is.
      if (at > ownEnd || !isWithin(wish.scope, actor.scope))
        throw failure('MR8710', 'a token makes none that lasts longer or may do more than itself');
      const { name, scope } = wish;
      const expiresAt = new Date(at).toISOString();
      const made = { owner, name, expiresAt, ...(scope === undefined ? {} : { scope }) };
      await onEvent(
        doneEvent({
          action: 'token.create',
          actor,
          resource: { type: 'Person', id: owner },
          details: { name, expiresAt, scope: { actions: scope?.actions, pipelines: scope?.pipelines } },
        }),
      );
      return tokens.create(made);
    },
    list: async (actor, ofAll = false) => {
      if (ofAll) await needManager(parts, actor);
      return (await tokens.list()).filter(({ owner }) => ofAll || owner === actor.id);
    },
    revoke: async (actor, id) => {
      const token = await tokens.get(id);
      if (!token) throw failure('MR8711', `there is no token "${id}"`);
      // Any token may end itself, whatever it is for.
      if (actor.authentication.id !== id) await needOwner(parts, actor, token.owner);
      const { owner, name } = token;
      await onEvent(
        doneEvent({
          action: 'token.revoke',
          actor,
          resource: { type: 'Token', id },
          details: { owner, name },
        }),
      );
      await tokens.revoke(id);
    },
  };
};
