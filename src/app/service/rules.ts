import { hostname } from 'node:os';
import { join } from 'node:path';
import { openAuditLog } from '../../audit/index.js';
import type { Problem } from '../../base/errors/index.js';
import { ADMINISTRATOR, type AuditLog } from '../../kit/index.js';
import { type FreshRules, freshRules, rulesFailure } from '../access/index.js';
import type { Wiring } from '../wiring.js';
import type { IdentityOptions } from './identity/index.js';
import type { ServiceParts } from './parts.js';

/** The trail of a service, in its folder. Throws MR88xx. */
export const openServiceTrail = (
  data: string,
  { clock, environment }: Wiring,
  onProblems: (problems: readonly Problem[]) => void,
): Promise<AuditLog> => {
  const { MILLRACE_AUDIT_KEY: keyFile, MILLRACE_AUDIT_SEND_TO: sendTo } = environment;
  return openAuditLog({
    folder: join(data, 'audit'),
    clock,
    origin: `millrace/${hostname()}`,
    onProblems,
    ...(sendTo ? { sendTo } : {}),
    ...(keyFile ? { keyFile } : {}),
  });
};

/** A trail, and what is wrong with it since it was last written to. */
export interface WatchedTrail extends AuditLog {
  /** Throws what its last append failed with: nothing can be shown or done then. */
  readonly check: () => void;
}

export const watchedTrail = (trail: AuditLog): WatchedTrail => {
  let fault: { readonly thrown: unknown } | undefined;
  return {
    append: async (entry) => {
      try {
        const receipt = await trail.append(entry);
        fault = undefined;
        return receipt;
      } catch (thrown) {
        fault = { thrown };
        throw thrown;
      }
    },
    close: () => trail.close(),
    check: () => {
      if (fault) throw fault.thrown;
    },
  };
};

/** What is read for a request is on record by its guard, with who asked and what was granted: the use cases below write no more. */
export const recordedByGuard: AuditLog = {
  append: async () => ({ number: 0, hash: '' }),
  close: async () => undefined,
};

/** The rules of the project that a service is part of; what is wrong with them is told once for each change. */
export const serviceRules = ({ wiring, onProblems }: ServiceParts): FreshRules => {
  const { cwd, clock } = wiring;
  const rules = freshRules({ folder: cwd, cwd, tell: (problem) => onProblems([problem]) }, clock);
  let told = '';
  return async () => {
    const found = await rules();
    const { revision } = found.access;
    if (revision !== told && found.problems.length > 0) onProblems(found.problems);
    told = revision;
    return found;
  };
};

/** Who people are, by the rules as they are now; what is done about it is on record first. */
export const identityByRules = (rules: FreshRules, audit: AuditLog): IdentityOptions => ({
  rightsOf: async (person, groups) => {
    const { isBroken, rolesOf } = await rules();
    // Else whoever only the rules name would be told that their token had ended.
    if (isBroken && person !== ADMINISTRATOR) throw rulesFailure();
    return rolesOf(person, groups);
  },
  mayManage: async (actor) =>
    (await rules()).access.decide(actor, 'access.manage', { type: 'Service' }).isAllowed,
  onEvent: async (event) => {
    await audit.append(event);
  },
});
