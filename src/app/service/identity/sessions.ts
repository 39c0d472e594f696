import { failure } from '../../../base/errors/index.js';
import type { Session } from '../../../identity/index.js';
import type { Actor } from '../../../kit/index.js';
import { doneEvent } from './event.js';
import type { IdentityParts } from './parts.js';
import { needOwner } from './rights.js';

export interface SessionCases {
  /** Of oneself, or of another person. Throws MR8722. */
  readonly list: (actor: Actor, person?: string) => Promise<readonly Session[]>;
  /** Throws MR8711, MR8722. */
  readonly end: (actor: Actor, id: string) => Promise<void>;
  /** All of a person, also the one that asks. Throws MR8722. */
  readonly endAll: (actor: Actor, person?: string) => Promise<void>;
}

export const createSessionCases = (parts: IdentityParts): SessionCases => {
  const { sessions, onEvent } = parts;
  return {
    list: async (actor, person = actor.id) => {
      await needOwner(parts, actor, person);
      return sessions.list(person);
    },
    end: async (actor, id) => {
      const session = (await sessions.list()).find((each) => each.id === id);
      if (!session) throw failure('MR8711', `there is no session "${id}"`);
      if (actor.authentication.id !== id) await needOwner(parts, actor, session.person);
      await onEvent(doneEvent({ action: 'session.end', actor, resource: { type: 'Session', id } }));
      await sessions.end(id);
    },
    endAll: async (actor, person = actor.id) => {
      await needOwner(parts, actor, person);
      await onEvent(doneEvent({ action: 'session.end', actor, resource: { type: 'Person', id: person } }));
      await sessions.endAll(person);
    },
  };
};
