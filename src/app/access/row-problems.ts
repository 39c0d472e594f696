import { type Policy, speaksOf } from '../../access/index.js';
import { type Problem, problem } from '../../base/errors/index.js';

const ROWS = ['dataset.read', 'quarantine.read'] as const;

/** Whether a policy lets everybody see all rows whom another one lets see some. */
const opensFor =
  (action: (typeof ROWS)[number], narrow: Policy) =>
  (policy: Policy): boolean =>
    policy.effect === 'permit' &&
    policy.rows === undefined &&
    speaksOf(policy, action) &&
    policy.json.conditions.length === 0 &&
    policy.json.resource.op === 'All' &&
    (policy.principal === undefined
      ? policy.json.principal.op === 'All'
      : policy.principal.type === narrow.principal?.type && policy.principal.id === narrow.principal.id);

/** Filters that narrow nothing: rights add up, and whom they are for may see all rows by another policy. */
export const rowProblems = (policies: readonly Policy[]): readonly Problem[] =>
  policies
    .filter(({ rows }) => rows !== undefined)
    .flatMap((narrow) =>
      ROWS.filter((action) => speaksOf(narrow, action)).flatMap((action) => {
        const open = policies.find(opensFor(action, narrow));
        if (!open) return [];
        const message = `the filter of policy "${narrow.id}" narrows no \`${action}\`: "${open.id}" permits all rows to the same`;
        const mend =
          'Rights add up. Give people a role of your own in place of it, or say `shipped: false` and change the other policy.';
        return [problem('MR8608', message, { severity: 'warning', place: narrow.place, mend })];
      }),
    );
