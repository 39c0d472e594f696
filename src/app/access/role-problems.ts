import { type Policy, shippedRoles } from '../../access/index.js';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import type { ParsedProject } from '../../spec/index.js';

/** A role that somebody is given, and where. */
interface Given {
  readonly role: string;
  readonly path: readonly (string | number)[];
}

const givenTo = (kind: string, name: string, roles: readonly string[], ...rest: readonly string[]) =>
  roles.map((role, index): Given => ({ role, path: ['access', kind, name, ...rest, index] }));

const given = ({ project: { access = {} } }: ParsedProject): readonly Given[] => [
  ...Object.entries(access.people ?? {}).flatMap(([id, { roles = [] }]) =>
    givenTo('people', id, roles, 'roles'),
  ),
  ...Object.entries(access.groups ?? {}).flatMap(([group, roles]) => givenTo('groups', group, roles)),
];

const warning = (message: string, details: Partial<Problem>): Problem =>
  problem('MR8608', message, { severity: 'warning', ...details });

/** Roles that nobody has or that nothing is said of: names that were written in two ways. */
export const roleProblems = (parsed: ParsedProject, policies: readonly Policy[]): readonly Problem[] => {
  if (parsed.project.access === undefined) return [];
  const all = given(parsed);
  const named = [...new Set(policies.flatMap(({ roles }) => roles))];
  const unknown = all.filter(({ role }) => !named.includes(role));
  const known = [...shippedRoles, ...all.map(({ role }) => role)];
  return [
    ...unknown.map(({ role, path }) => {
      const place = parsed.source.valuePlace([...path]);
      const label = didYouMean(role, named);
      const details = { ...(place ? { place } : {}), ...(label === undefined ? {} : { label }) };
      return warning(`no policy names the role "${role}"`, details);
    }),
    ...policies.flatMap(({ id, roles, place }) =>
      roles
        .filter((role) => !known.includes(role))
        .map((role) => warning(`policy "${id}" names the role "${role}", which nobody is given`, { place })),
    ),
  ];
};
