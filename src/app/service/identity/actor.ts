import { ADMINISTRATOR, type Person } from '../../../identity/index.js';
import type { Actor, Authentication } from '../../../kit/index.js';
import { fromOf, type RequestFacts } from './facts.js';
import type { RolesOf } from './parts.js';

const OWN_ROLES = ['admin', 'steward'] as const;

/** Roles of rules, those that were granted in the service, and the administrator's own. */
const rolesFor = ({ id, groups, roles }: Person, rolesOf: RolesOf): readonly string[] => {
  const own = id === ADMINISTRATOR ? OWN_ROLES : [];
  return [...new Set([...own, ...rolesOf(id, groups), ...roles])].toSorted();
};

/** Somebody who asks, by what is known of them now. */
export const actorOf = (
  person: Person,
  authentication: Authentication,
  facts: RequestFacts,
  rolesOf: RolesOf,
): Actor => ({
  id: person.id,
  name: person.name,
  roles: rolesFor(person, rolesOf),
  groups: person.groups,
  attributes: person.attributes,
  authentication,
  from: fromOf(facts),
});

/** The administrator, of whom nothing needs to be kept. */
export const administrator = (since: string): Person => ({
  id: ADMINISTRATOR,
  name: 'Administrator',
  groups: [],
  roles: [],
  attributes: {},
  isBlocked: false,
  since,
});
