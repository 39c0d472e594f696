import { failure } from '../../../base/errors/index.js';
import { checkPassword, type Person, personId } from '../../../identity/index.js';
import { type Actor, ADMINISTRATOR } from '../../../kit/index.js';
import { doneEvent } from './event.js';
import type { RequestFacts } from './facts.js';
import type { IdentityParts } from './parts.js';
import { personNow } from './person-now.js';
import { needManager, needOwner } from './rights.js';

/** A person, without what their password is kept as. */
export type KnownPerson = Omit<Person, 'password'> & { readonly hasPassword: boolean };

/** What somebody is given in the service; what is absent stays as it is. */
export interface Grant {
  readonly name?: string;
  readonly roles?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface PasswordChange {
  readonly password: string;
  /** Of whoever changes their own. */
  readonly current?: string;
}

export interface PeopleCases {
  readonly list: (actor: Actor) => Promise<readonly KnownPerson[]>;
  /** Somebody who has not come yet may be given something, too. Throws MR8722, MR8719. */
  readonly grant: (actor: Actor, id: string, grant: Grant) => Promise<KnownPerson>;
  /** Ends all that they have open, from their next request on. Throws MR8711, MR8722. */
  readonly block: (actor: Actor, id: string) => Promise<KnownPerson>;
  readonly unblock: (actor: Actor, id: string) => Promise<KnownPerson>;
  /**
   * Sets a password: one's own with the one before it, or another's as an administrator. All other sessions of that person end.
   *
   * @throws MR8701, MR8702 for the one before, MR8709, MR8706 for people of issuers, MR8717, MR8719, MR8722
   */
  readonly setPassword: (
    actor: Actor,
    facts: RequestFacts,
    id: string,
    change: PasswordChange,
  ) => Promise<KnownPerson>;
}

const told = ({ password, ...person }: Person): KnownPerson => ({
  ...person,
  hasPassword: password !== undefined,
});

export const createPeopleCases = (parts: IdentityParts): PeopleCases => {
  const { people, sessions, passwords, attempts, isLocal, onEvent } = parts;
  const known = async (id: string): Promise<string> => {
    if ((await people.get(id)) || (await personNow(parts, id))) return id;
    throw failure('MR8711', `nobody here is "${id}"`);
  };
  const setBlocked = async (actor: Actor, written: string, isBlocked: boolean): Promise<KnownPerson> => {
    await needManager(parts, actor);
    const id = await known(personId(written));
    if (isBlocked && id === actor.id) throw failure('MR8722', 'nobody blocks themselves');
    const action = isBlocked ? 'person.block' : 'person.unblock';
    await onEvent(doneEvent({ action, actor, resource: { type: 'Person', id } }));
    const person = await people.change(id, (before) => ({ ...before, isBlocked }));
    // Also of whoever is let in again: one may have begun while they were blocked.
    await sessions.endAll(id);
    return told(person);
  };
  /** Of one's own password the one before is asked for, but of the administrator with the token, which is the way back in. */
  const proveCurrent = async (
    actor: Actor,
    { address }: RequestFacts,
    id: string,
    { current }: PasswordChange,
  ): Promise<void> => {
    if (actor.authentication.method === 'administrator' || actor.id !== id) return;
    const attempt = attempts.begin(id, address);
    if (!(await passwords.isRight(current ?? '', (await people.get(id))?.password)))
      throw failure('MR8701', 'the current password is wrong');
    attempt.succeeded();
  };
  return {
    list: async (actor) => {
      await needManager(parts, actor);
      return (await people.list()).map(told);
    },
    grant: async (actor, written, grant) => {
      await needManager(parts, actor);
      const id = personId(written);
      const details = { roles: grant.roles ?? null, attributes: Object.keys(grant.attributes ?? {}) };
      await onEvent(doneEvent({ action: 'person.grant', actor, resource: { type: 'Person', id }, details }));
      return told(await people.change(id, (before) => ({ ...before, ...grant })));
    },
    block: (actor, id) => setBlocked(actor, id, true),
    unblock: (actor, id) => setBlocked(actor, id, false),
    setPassword: async (actor, facts, written, change) => {
      if (!isLocal) throw failure('MR8717', 'people have no passwords in this service');
      const id = personId(written);
      await needOwner(parts, actor, id);
      const found = await people.get(id);
      // Else whoever manages people could come in as somebody whom an issuer knows.
      if (found?.subject) throw failure('MR8706', `"${id}" logs in at an issuer, and has no password here`);
      await proveCurrent(actor, facts, id, change);
      await checkPassword(change.password, [id, found?.name ?? id]);
      const password = await passwords.hash(change.password);
      await onEvent(doneEvent({ action: 'person.password', actor, resource: { type: 'Person', id } }));
      const name = id === ADMINISTRATOR ? 'Administrator' : undefined;
      const person = await people.change(id, (before) => {
        if (before.subject) throw failure('MR8706', `"${id}" logs in at an issuer`);
        return { ...before, password, ...(name === undefined ? {} : { name }) };
      });
      await sessions.endAll(id, actor.id === id ? actor.authentication.id : undefined);
      return told(person);
    },
  };
};
