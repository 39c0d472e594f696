import type { AuditEntry } from '../../../kit/index.js';

/** What was done or refused about who somebody is, as the trail takes it. */
export interface IdentityEvent
  extends Pick<AuditEntry, 'actor' | 'resource' | 'decision' | 'policies' | 'outcome' | 'code' | 'details'> {
  readonly action:
    | 'session.begin'
    | 'session.refused'
    | 'session.end'
    | 'token.create'
    | 'token.revoke'
    | 'person.grant'
    | 'person.block'
    | 'person.unblock'
    | 'person.password';
}

/** Told before something is done: where it throws, nothing is done. */
export type OnIdentityEvent = (event: IdentityEvent) => void | Promise<void>;

type Done = Pick<IdentityEvent, 'action' | 'actor' | 'resource' | 'details'>;

/** Something that is about to be done. */
export const doneEvent = (done: Done): IdentityEvent => ({
  ...done,
  decision: 'allow',
  policies: ['identity'],
  outcome: 'succeeded',
});

/** Something that was refused, with the code of why. */
export const deniedEvent = (done: Done, code: string): IdentityEvent => ({
  ...done,
  decision: 'deny',
  policies: ['identity'],
  outcome: 'denied',
  code,
});
