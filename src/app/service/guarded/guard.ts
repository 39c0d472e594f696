import { resourceIdOf } from '../../../access/index.js';
import { failure, problemsOf } from '../../../base/errors/index.js';
import type {
  Access,
  AccessAction,
  AccessDecision,
  AccessResource,
  Actor,
  AuditEntry,
  AuditLog,
} from '../../../kit/index.js';
import { isOfBrokenRules, rulesFailure } from '../../access/index.js';

/** What is asked for, as the trail has it. */
export interface Asked {
  readonly action: AccessAction;
  /** What the right is held against. */
  readonly on: AccessResource;
  /** What it is done to, where the trail is to name something else: a run, an upload. */
  readonly about?: AuditEntry['resource'];
  /** Whether it changes something: then it is on record before it is done, too. */
  readonly isChange?: true;
  readonly details?: AuditEntry['details'];
}

/** What is known of something once it was done. */
export type Facts = Partial<
  Pick<AuditEntry, 'columns' | 'rowFilter' | 'rows' | 'details' | 'resource' | 'policies'>
>;

/** The door of one who asks: it decides, and puts on record. */
export interface Guard {
  readonly actor: Actor;
  readonly access: Access;
  /** Whether something is allowed; of what is looked at on the way, nothing is put on record. */
  readonly may: (action: AccessAction, resource: AccessResource) => boolean;
  /**
   * Does something where it is allowed, and gives what came of it once it is on record.
   *
   * @throws MR8601 where it is not allowed, which is on record too; MR8801 where the trail cannot be written
   */
  readonly does: <T>(asked: Asked, work: () => Promise<T>, factsOf?: (value: T) => Facts) => Promise<T>;
  /** Gives what may be seen of many; that it was asked for is on record. Throws MR8801. */
  readonly lists: <T>(asked: Asked, work: () => Promise<readonly T[]>) => Promise<readonly T[]>;
  /** Puts on record that something is refused, as what is not to be seen is: as if it were not there. Throws MR8612 where it is for broken rules. */
  readonly refused: (asked: Asked) => Promise<void>;
  /** As it is by now: undefined once whoever asks was shut out. */
  readonly renewed: () => Promise<Guard | undefined>;
}

/** Authenticates whoever asks once more. Throws where they may no longer come in. */
export type Again = () => Promise<Actor>;

export interface GuardParts {
  /** The rules as they are now. */
  readonly access: () => Promise<Access>;
  readonly audit: AuditLog;
}

/** Somebody as the trail has them. */
export const actorEntry = ({
  id,
  name,
  roles,
  authentication,
  onBehalfOf,
  from,
}: Actor): AuditEntry['actor'] => ({
  id,
  name,
  roles,
  authentication,
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  ...(from === undefined ? {} : { from }),
});

const entryOf = (
  actor: Actor,
  { action, on, about, details }: Asked,
  { policies }: AccessDecision,
  trace: string,
) => ({
  actor: actorEntry(actor),
  action,
  resource: about ?? { type: on.type, id: resourceIdOf(on) },
  policies,
  trace,
  ...(details === undefined ? {} : { details }),
});

const refusal = ({ id }: Actor, { action, on }: Asked, { policies }: AccessDecision): Error => {
  const what = on.type === 'Service' ? 'the service' : `${on.type.toLowerCase()} "${resourceIdOf(on)}"`;
  const why = policies.length === 0 ? 'no policy allows it' : `decided by: ${policies.join(', ')}`;
  return failure('MR8601', `"${id}" may not do ${action} on ${what}`, { notes: [why] });
};

/** The door of an actor, for one request. `trace` is what the request is known by. */
export const openGuard = async (
  parts: GuardParts,
  actor: Actor,
  trace: string,
  again: Again,
): Promise<Guard> => {
  const access = await parts.access();
  const { audit } = parts;
  const refused: Guard['refused'] = async (asked) => {
    const decision = access.decide(actor, asked.action, asked.on);
    const entry = entryOf(actor, asked, decision, trace);
    await audit.append({ ...entry, decision: 'deny', outcome: 'denied' });
    if (isOfBrokenRules(decision)) throw rulesFailure();
  };
  return {
    actor,
    access,
    may: (action, resource) => access.decide(actor, action, resource).isAllowed,
    refused,
    does: async (asked, work, factsOf = () => ({})) => {
      const decision = access.decide(actor, asked.action, asked.on);
      if (!decision.isAllowed) {
        await refused(asked);
        throw refusal(actor, asked, decision);
      }
      const entry = { ...entryOf(actor, asked, decision, trace), decision: 'allow' as const };
      if (asked.isChange) await audit.append({ ...entry, outcome: 'begun' });
      let value: Awaited<ReturnType<typeof work>>;
      try {
        value = await work();
      } catch (thrown) {
        const [first] = problemsOf(thrown);
        await audit.append({ ...entry, outcome: 'failed', ...(first ? { code: first.code } : {}) });
        throw thrown;
      }
      await audit.append({ ...entry, outcome: 'succeeded', ...factsOf(value) });
      return value;
    },
    lists: async (asked, work) => {
      const items = await work();
      const entry = entryOf(actor, asked, { isAllowed: true, policies: [] }, trace);
      await audit.append({ ...entry, decision: 'allow', outcome: 'succeeded', rows: items.length });
      return items;
    },
    renewed: async () => {
      const now = await again().catch(() => undefined);
      return now && openGuard(parts, now, trace, again);
    },
  };
};
