import { isWithin, type PolicyAccess, SCOPE } from '../../access/index.js';
import { failure, problem, problemsOf } from '../../base/errors/index.js';
import { hashOf } from '../../base/hash.js';
import type { AccessAction, AccessDecision, ClassifiedColumn } from '../../kit/access.js';
import type { AccessRules } from './rules.js';

/** What stands in decisions while there are no rules. */
const BROKEN = 'rules-are-broken';

/** What whoever is refused by broken rules is told: that it is not about them, and nothing of what the rules are. */
export const rulesFailure = (): Error =>
  failure('MR8612', 'the access rules of the service cannot be used: nobody may do anything', {
    mend: 'Whoever runs the service mends what `millrace access check` shows; its log has it too. Until then the administrator may explain access and manage the service, and nobody may do more.',
  });

/** Whether a decision was not made by rules, as there are none that can be used. */
export const isOfBrokenRules = ({ policies }: AccessDecision): boolean => policies.includes(BROKEN);

const mending: ReadonlySet<AccessAction> = new Set(['access.explain', 'service.manage']);

const no = (...policies: readonly string[]): AccessDecision => ({ isAllowed: false, policies });

const decide: PolicyAccess['decide'] = (actor, action, resource) => {
  if (actor.scope !== undefined && !isWithin(actor.scope, action, resource)) return no(SCOPE);
  const isMending = resource.type === 'Service' && mending.has(action);
  if (!isMending || actor.authentication.method !== 'administrator') return no(BROKEN);
  return { isAllowed: true, policies: [BROKEN] };
};

const absent = ({ name, class: of }: ClassifiedColumn) =>
  ({ name, class: of, shown: 'absent', policies: [BROKEN] }) as const;

/** Rules in place of those that cannot be used: nothing is allowed, but to the administrator what it takes to put them right. */
export const brokenRules = (thrown: unknown): AccessRules => {
  const problems = problemsOf(thrown);
  const access: PolicyAccess = {
    revision: hashOf([BROKEN, problems.map(({ code, message }) => `${code} ${message}`).toSorted()]),
    decide,
    grant: (_actor, _action, _dataset, columns) => ({ rows: no(BROKEN), columns: columns.map(absent) }),
    policies: [],
    warnings: [],
  };
  return {
    access,
    rolesOf: (_, groups = []) => ({ roles: [], groups, attributes: {} }),
    isDeclared: true,
    isBroken: true,
    problems: [problem('MR8612', 'the access rules cannot be used: nobody may do anything'), ...problems],
    people: [],
  };
};
