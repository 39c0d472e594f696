import type { AccessDecision, Actor, RowGrant } from '../../kit/access.js';
import type { Policy, RowFilter } from '../rules/policy.js';

/** A condition that holds for no row. */
const NONE = 'false';

/** Whether who asks has all that a filter needs: without it no row is theirs by that filter. */
const isBound = ({ attributes }: RowFilter, actor: Actor): boolean =>
  attributes.every((name) => Object.hasOwn(actor.attributes, name));

const joined = (filters: readonly string[]): string =>
  filters.length === 1 ? (filters[0] ?? NONE) : filters.map((filter) => `(${filter})`).join(' OR ');

/**
 * Which rows somebody may see, once a decision says that they may see some: all of them where one of the policies that permit it
 * has no filter, and else those of any of the filters.
 */
export const rowsOf = (
  decision: AccessDecision,
  policyOf: (id: string) => Policy | undefined,
  actor: Actor,
): RowGrant => {
  if (!decision.isAllowed) return decision;
  const filters = decision.policies.map((id) => policyOf(id)?.rows);
  if (filters.includes(undefined)) return decision;
  const bound = filters.flatMap((filter) => (filter && isBound(filter, actor) ? [filter.sql] : []));
  return { ...decision, filter: bound.length === 0 ? NONE : joined([...new Set(bound)]) };
};
