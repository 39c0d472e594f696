import type { Person } from '../../../identity/index.js';
import type { AuditEntry } from '../../../kit/index.js';
import { actorOf } from './actor.js';
import { deniedEvent, doneEvent } from './event.js';
import { fromOf, type RequestFacts } from './facts.js';
import type { IdentityParts } from './parts.js';

/** A session that begins: the secret is for its cookie, and nowhere written. */
export interface BegunSession {
  readonly person: Person;
  readonly secret: string;
}

/** Begins a session of somebody who proved who they are; the one that the browser had before ends. */
export const beginSession = async (
  { sessions, rightsOf, onEvent }: IdentityParts,
  person: Person,
  issuer: string,
  facts: RequestFacts,
): Promise<BegunSession> => {
  const before = facts.session === undefined ? undefined : await sessions.find(facts.session);
  const authentication = { method: 'session', id: 'new', issuer } as const;
  await onEvent(
    doneEvent({
      action: 'session.begin',
      actor: await actorOf(person, authentication, facts, rightsOf),
      resource: { type: 'Person', id: person.id },
    }),
  );
  if (before) await sessions.end(before.id);
  const { secret } = await sessions.begin({ person: person.id, issuer, ...fromOf(facts) });
  return { person, secret };
};

/** Tells of a login that was refused; `known` is the id of a person, as what was typed may be a password. */
export const refusedSession = async (
  { onEvent }: IdentityParts,
  known: string | undefined,
  issuer: string,
  facts: RequestFacts,
  code: string,
): Promise<void> => {
  const actor: AuditEntry['actor'] = {
    id: known ?? 'unknown',
    name: known ?? 'unknown',
    roles: [],
    authentication: { method: 'session', id: 'none', issuer },
    from: fromOf(facts),
  };
  const resource = { type: 'Person', id: known ?? 'unknown' };
  await onEvent(deniedEvent({ action: 'session.refused', actor, resource }, code));
};
