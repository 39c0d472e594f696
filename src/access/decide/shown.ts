import type {
  AccessAction,
  AccessDecision,
  ClassifiedColumn,
  ColumnGrant,
  ColumnResource,
  DatasetResource,
  Shown,
} from '../../kit/access.js';
import type { Policy } from '../rules/policy.js';

/** From what shows most to what shows nothing. */
const strictness = ['mask', 'hash', 'null', 'absent'] as const satisfies readonly Shown[];

/** The strictest way among those of policies; not at all where none of them says how. */
const strictest = (masks: readonly (Policy['mask'] | undefined)[]): Shown =>
  strictness.findLast((mask) => masks.includes(mask)) ?? 'absent';

type DecideColumn = (action: AccessAction, column: ColumnResource) => AccessDecision;

/** How a column may be shown: as it is, masked, or as if there were none. */
export const shownOf = (
  decide: DecideColumn,
  policyOf: (id: string) => Policy | undefined,
  dataset: DatasetResource,
  column: ClassifiedColumn,
): ColumnGrant => {
  const { name, class: of } = column;
  const resource: ColumnResource = { type: 'Column', dataset, name, class: of };
  const clear = decide('column.read', resource);
  if (clear.isAllowed) return { name, class: of, shown: 'clear', policies: clear.policies };
  const masked = decide('column.masked', resource);
  const masks = masked.policies.map((id) => policyOf(id)?.mask);
  const shown = masked.isAllowed ? strictest(masks) : 'absent';
  return { name, class: of, shown, policies: masked.isAllowed ? masked.policies : whyNot(clear, masked) };
};

/** What forbids it, or the scope, where anything does. */
const whyNot = (clear: AccessDecision, masked: AccessDecision): readonly string[] => [
  ...new Set([...clear.policies, ...masked.policies]),
];

/** A column of rows that may not be seen. */
export const unseen = ({ name, class: of }: ClassifiedColumn, { policies }: AccessDecision): ColumnGrant => ({
  name,
  class: of,
  shown: 'absent',
  policies,
});
