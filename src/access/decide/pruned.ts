import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRequest } from '../cedar/request.js';
import type { Needs } from '../rules/policy.js';

const named = <T>(values: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));

const prunedEntity = ({ uid, parents, attrs, tags }: EntityJson, needs: Needs): EntityJson => ({
  uid,
  parents,
  attrs: named(attrs, needs.attributes),
  ...(tags && needs.tags ? { tags } : {}),
});

/** A question without what no policy looks at: handing attributes over takes longer than deciding. */
export const pruned = ({ entities, context, ...asked }: CedarRequest, needs: Needs): CedarRequest => ({
  ...asked,
  context: named(context, needs.attributes),
  entities: entities.map((entity) => prunedEntity(entity, needs)),
});
