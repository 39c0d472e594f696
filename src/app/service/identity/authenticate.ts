import { failure } from '../../../base/errors/index.js';
import { isSafe, isSameOrigin } from '../../../identity/index.js';
import { type Actor, ADMINISTRATOR } from '../../../kit/index.js';
import { actorOf } from './actor.js';
import type { RequestFacts } from './facts.js';
import { ownOrigin } from './own-origin.js';
import type { IdentityParts } from './parts.js';
import { administrator, personNow } from './person-now.js';

/** Who makes a request. Throws MR8001 where nobody does who is known, MR8703 where another site may have made it. */
export type Authenticate = (facts: RequestFacts) => Promise<Actor>;

const byToken = async (
  parts: IdentityParts,
  facts: RequestFacts,
  text: string,
  isLook: boolean,
): Promise<Actor | undefined> => {
  const { rightsOf, clock } = parts;
  // The token of the first start is the way in when all else fails: nobody blocks it.
  if (parts.isAdministratorToken(text)) {
    const authentication = { method: 'administrator', id: ADMINISTRATOR } as const;
    const person = (await parts.people.get(ADMINISTRATOR)) ?? administrator(clock.now().toISOString());
    return actorOf(person, authentication, facts, rightsOf);
  }
  const token = await parts.tokens.find(text, isLook);
  const owner = token && (await personNow(parts, token.owner));
  if (!token || !owner) return undefined;
  return {
    ...(await actorOf(owner, { method: 'token', id: token.id }, facts, rightsOf)),
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
  return actorOf(person, { method: 'session', id, issuer }, facts, parts.rightsOf);
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
 * Who made a request that goes on, such as a stream of events, as they are by now. A session is not kept open by being
 * looked at. Throws MR8001 once they are known no more.
 */
export type LookAgain = (facts: RequestFacts) => Promise<Actor>;

export const createLookAgain =
  (parts: IdentityParts): LookAgain =>
  (facts) =>
    known(parts, facts, true);
