import type { EntityJson, EntityUidJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRequest } from '../cedar/request.js';
import type { Needs } from '../rules/policy.js';

/** Stands for one of whom no policy asks which. */
const ANY = 'any';

const named = <T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

const plain = (uid: EntityUidJson): TypeAndId => ('__entity' in uid ? uid.__entity : uid);

/** Whether a policy names this one. */
const isNamed = (uid: EntityUidJson, { entities }: Needs): boolean => {
  const { type, id } = plain(uid);
  return entities.some((entity) => entity.type === type && entity.id === id);
};

/** Without its id where no policy names one of its type: then all of them are the same to all policies. */
const anonymous = (uid: EntityUidJson, { entities }: Needs): TypeAndId => {
  const { type, id } = plain(uid);
  return { type, id: entities.some((entity) => entity.type === type) ? id : ANY };
};

const prunedEntity = ({ uid, parents, attrs, tags }: EntityJson, needs: Needs): EntityJson => ({
  uid: anonymous(uid, needs),
  parents: parents.filter((parent) => isNamed(parent, needs)),
  attrs: named(attrs, needs.attributes),
  ...(tags && needs.tags ? { tags } : {}),
});

/**
 * A question without what no policy looks at: handing things over takes longer than deciding, and who and what are the same to
 * the policies have one answer. Nothing in an attribute leads to an entity that is asked for, so that what is named is all there is.
 */
export const pruned = (request: CedarRequest, needs: Needs): CedarRequest => ({
  principal: anonymous(request.principal, needs),
  action: request.action,
  resource: anonymous(request.resource, needs),
  context: named(request.context, needs.attributes),
  entities: request.entities.map((entity) => prunedEntity(entity, needs)),
});
