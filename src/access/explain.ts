import type { AccessAction, AccessDecision, AccessResource, Actor } from '../kit/access.js';
import type { PolicyAccess } from './create-access.js';
import { type Policy, speaksOf } from './rules/policy.js';

/** A policy as it is told of. */
export interface ToldPolicy {
  readonly id: string;
  readonly effect: Policy['effect'];
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Roles that it names. */
  readonly roles: readonly string[];
}

/** A decision, and what it would take to have another. */
export interface ExplainedDecision extends AccessDecision {
  readonly decidedBy: readonly ToldPolicy[];
  /** Where it is not allowed: each role that would be enough, with the policies that would allow it then. */
  readonly allowedWith: readonly { readonly role: string; readonly policies: readonly string[] }[];
  /** Where it is not allowed: policies that permit the action, to others or in other cases. */
  readonly permits: readonly ToldPolicy[];
}

/** A policy, with where it stands. */
export const toldPolicy = ({ id, effect, place, text, roles }: Policy): ToldPolicy => ({
  id,
  effect,
  file: place.file,
  line: place.line,
  text,
  roles,
});

const rolesOf = (policies: readonly Policy[]): readonly string[] => [
  ...new Set(policies.flatMap(({ roles }) => roles)),
];

/** A decision with its reasons: found by asking, and not by reading policies otherwise than Cedar does. */
export const explainDecision = (
  access: PolicyAccess,
  actor: Actor,
  action: AccessAction,
  resource: AccessResource,
): ExplainedDecision => {
  const decision = access.decide(actor, action, resource);
  const decidedBy = access.policies.filter(({ id }) => decision.policies.includes(id)).map(toldPolicy);
  if (decision.isAllowed) return { ...decision, decidedBy, allowedWith: [], permits: [] };
  const speaking = access.policies.filter((policy) => speaksOf(policy, action));
  const allowedWith = rolesOf(speaking)
    .filter((role) => !actor.roles.includes(role))
    .map((role) => ({
      role,
      ...access.decide({ ...actor, roles: [...actor.roles, role] }, action, resource),
    }))
    .filter(({ isAllowed }) => isAllowed)
    .map(({ role, policies }) => ({ role, policies }));
  const permits = speaking.filter(({ effect }) => effect === 'permit').map(toldPolicy);
  return { ...decision, decidedBy, allowedWith, permits };
};
