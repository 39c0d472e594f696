import type { Person } from '../../../identity/index.js';
import { ADMINISTRATOR } from '../../../kit/index.js';
import type { IdentityParts } from './parts.js';

/** Somebody of whom nothing is kept. */
const unkept = (id: string, name: string, since: string): Person => ({
  id,
  name,
  groups: [],
  roles: [],
  attributes: {},
  isBlocked: false,
  since,
});

/** The administrator, of whom nothing needs to be kept. */
export const administrator = (since: string): Person => unkept(ADMINISTRATOR, 'Administrator', since);

/** As they are now, kept here or named by the rules: whoever was blocked, or is not known any more, asks no more. */
export const personNow = async (
  { people, rightsOf, clock }: IdentityParts,
  id: string,
): Promise<Person | undefined> => {
  const found = await people.get(id);
  if (found) return found.isBlocked ? undefined : found;
  const since = clock.now().toISOString();
  if (id === ADMINISTRATOR) return administrator(since);
  const { roles } = await rightsOf(id, []);
  return roles.length > 0 ? unkept(id, id, since) : undefined;
};
