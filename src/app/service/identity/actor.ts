import type { Person } from '../../../identity/index.js';
import { type Actor, ADMINISTRATOR, type Authentication } from '../../../kit/index.js';
import { ADMINISTRATOR_ROLES } from '../../access/index.js';
import { fromOf, type RequestFacts } from './facts.js';
import type { RightsOf } from './parts.js';

/** Somebody who asks, by what rules say of them now, what was granted in the service, and the administrator's own. */
export const actorOf = async (
  person: Person,
  authentication: Authentication,
  facts: RequestFacts,
  rightsOf: RightsOf,
): Promise<Actor> => {
  const own = person.id === ADMINISTRATOR ? ADMINISTRATOR_ROLES : [];
  const { roles, groups, attributes } = await rightsOf(person.id, person.groups);
  return {
    id: person.id,
    name: person.name,
    roles: [...new Set([...own, ...roles, ...person.roles])].toSorted(),
    groups,
    attributes: { ...person.attributes, ...attributes },
    authentication,
    from: fromOf(facts),
  };
};
