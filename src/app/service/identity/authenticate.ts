import { failure, MillraceError } from '../../../base/errors/index.js';
import { ADMINISTRATOR, isSafe, isSameOrigin, type Person } from '../../../identity/index.js';
import type { Actor } from '../../../kit/index.js';
import { actorOf, administrator } from './actor.js';
import type { RequestFacts } from './facts.js';
import { ownOrigin } from './own-origin.js';
import type { IdentityParts } from './parts.js';

/** Who makes a request. Throws MR8001 where nobody does who is known, MR8703 where another site may have made it. */
export type Authenticate = (facts: RequestFacts) => Promise<Actor>;

/** As they are now: whoever was blocked, or is not known any more, asks no more. */
const personNow = async ({ people, clock }: IdentityParts, id: string): Promise<Person | undefined> => {
  const found = await people.get(id);
  if (found) return found.isBlocked ? undefined : found;
  return id === ADMINISTRATOR ? administrator(clock.now().toISOString()) : undefined;
};

const byToken = async (
  parts: IdentityParts,
  facts: RequestFacts,
  text: string,
  isLook: boolean,
): Promise<Actor | undefined> => {
  const { rolesOf, clock } = parts;
  // The token of the first start is the way in when all else fails: nobody blocks it.
  if (parts.isAdministratorToken(text)) {
    const authentication = { method: 'administrator', id: ADMINISTRATOR } as const;
    const person = (await parts.people.get(ADMINISTRATOR)) ?? administrator(clock.now().toISOString());
    return actorOf(person, authentication, facts, rolesOf);
  }
  const token = await parts.tokens.find(text, isLook);
  const owner = token && (await personNow(parts, token.owner));
  if (!token || !owner) return undefined;
  return {
    ...actorOf(owner, { method: 'token', id: token.id }, facts, rolesOf),
    name: token.name,
    onBehalfOf: owner.id,
    ...(token.scope === undefined ? {} : { scope: token.scope }),
  };
};

const bySession = async (
  parts: IdentityParts,
  facts: RequestFacts,
  secret: string,
  isLook: boolean,
): Promise<Actor | undefined> => {
  const session = await parts.sessions.find(secret, isLook);
  const person = session && (await personNow(parts, session.person));
  if (!session || !person) return undefined;
  const { id, issuer } = session;
  return actorOf(person, { method: 'session', id, issuer }, facts, parts.rolesOf);
};

/** Browsers send cookies whoever made them ask. */
const refuseOtherSites = (facts: RequestFacts, publicUrl: string | undefined): void => {
  if (isSafe(facts.method) || isSameOrigin(facts, ownOrigin(facts, publicUrl))) return;
  throw failure(
    'MR8703',
    'a request with a cookie that changes something must come from a page of the service',
  );
};

/** Whoever a request is known by, whatever it is for. */
const known = async (parts: IdentityParts, facts: RequestFacts, isLook: boolean): Promise<Actor> => {
  const { token, session } = facts;
  if (token !== undefined) {
    const actor = await byToken(parts, facts, token, isLook);
    if (actor) return actor;
    throw failure('MR8001', 'the token is not one of this service, or has ended');
  }
  if (session === undefined) throw failure('MR8001', 'the request carries no token');
  const actor = await bySession(parts, facts, session, isLook);
  if (!actor) throw failure('MR8001', 'the session has ended');
  return actor;
};

export const createAuthenticate =
  (parts: IdentityParts): Authenticate =>
  async (facts) => {
    const actor = await known(parts, facts, false);
    if (actor.authentication.method === 'session') refuseOtherSites(facts, parts.publicUrl);
    return actor;
  };

/**
 * Who made a request that goes on, such as a stream of events, as they are by now; undefined once they are known no more.
 * A session is not kept open by being looked at.
 */
export type StillKnown = (facts: RequestFacts) => Promise<Actor | undefined>;

export const createStillKnown =
  (parts: IdentityParts): StillKnown =>
  (facts) =>
    known(parts, facts, true).catch((thrown: unknown) => {
      if (thrown instanceof MillraceError && thrown.problems[0]?.code === 'MR8001') return undefined;
      throw thrown;
    });
