import { isWithin, type PolicyAccess, SCOPE } from '../../access/index.js';
import { problem, problemsOf } from '../../base/errors/index.js';
import { hashOf } from '../../base/hash.js';
import type { AccessAction, AccessDecision, ClassifiedColumn } from '../../kit/access.js';
import type { AccessRules } from './rules.js';

/** What stands in decisions while there are no rules. */
const BROKEN = 'rules-are-broken';

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
    revision: hashOf([BROKEN, problems.map(({ code, message }) => [code, message])]),
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
