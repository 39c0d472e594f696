import {
  type AccessOptions,
  createAccess,
  type PolicyAccess,
  shippedPolicies,
  type Tell,
} from '../../access/index.js';
import { isError, MillraceError, type Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { AccessDeclaration } from '../../spec/index.js';
import { type GatheredRules, gatherRules, type RulesFolder } from './gather.js';
import { roleProblems } from './role-problems.js';
import { rowProblems } from './row-problems.js';

/** What the rules say of somebody. */
export interface PersonRights {
  readonly roles: readonly string[];
  /** Those that were given, and those that the rules add. */
  readonly groups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** The access rules of a project: who may do what, and who is who. */
export interface AccessRules {
  readonly access: PolicyAccess;
  /** By id and by the groups that the identity provider tells; nobody has a role that the rules do not give. */
  readonly rolesOf: (person: string, groups?: readonly string[]) => PersonRights;
  /** Whether the project says anything of access; else the shipped policies hold, and nobody has a role. */
  readonly isDeclared: boolean;
  /** Whether they cannot be used: then nobody may do anything but the administrator, who may put them right. */
  readonly isBroken: boolean;
  /** What is odd about them; what is wrong where they are broken. */
  readonly problems: readonly Problem[];
  /** People that the rules name. */
  readonly people: readonly string[];
  /** The project file, as a person would write it; absent where there is none. */
  readonly file?: string;
}

/** Where rules are looked for, and who is told of policies that fail while they are evaluated. */
export interface RulesFrom extends RulesFolder {
  readonly tell?: Tell;
}

const each = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Who somebody is by the rules of a project. */
export const rolesBy =
  ({ people, groups: rolesOfGroups }: AccessDeclaration): AccessRules['rolesOf'] =>
  (id, told = []) => {
    const person = own(people, id);
    const groups = each([...told, ...(person?.groups ?? [])]);
    const byGroups = groups.flatMap((group) => own(rolesOfGroups, group) ?? []);
    return {
      roles: each([...(person?.roles ?? []), ...byGroups]),
      groups,
      attributes: person?.attributes ?? {},
    };
  };

/** Policies, with all that is wrong with their files before what is wrong in them. */
const accessOf = async (options: AccessOptions, before: readonly Problem[]): Promise<PolicyAccess> => {
  try {
    const access = await createAccess(options);
    if (before.some(isError)) throw new MillraceError([]);
    return access;
  } catch (thrown) {
    throw thrown instanceof MillraceError ? new MillraceError([...before, ...thrown.problems]) : thrown;
  }
};

/**
 * The rules that were gathered.
 *
 * @throws all that is wrong with them, with places: MR75xx of the project file, MR1xxx of what stands in it, MR86xx of policies
 */
export const rulesOf = async (
  { project, files, problems }: GatheredRules,
  tell?: Tell,
): Promise<AccessRules> => {
  const declared = project?.parsed.project.access ?? {};
  const { shipped = true, people = null, groups = null } = declared;
  const all = [...(shipped ? shippedPolicies : []), ...files];
  const access = await accessOf(
    { files: all, besides: [people, groups], ...(tell ? { tell } : {}) },
    problems,
  );
  return {
    access,
    rolesOf: rolesBy(declared),
    isDeclared: project?.parsed.project.access !== undefined,
    isBroken: false,
    problems: [
      ...access.warnings,
      ...rowProblems(access.policies),
      ...(project ? roleProblems(project.parsed, access.policies) : []),
    ],
    people: Object.keys(people ?? {}),
    ...(project ? { file: project.parsed.source.file } : {}),
  };
};

/**
 * The access rules that hold in a folder: those of its project, or the shipped ones where the project says nothing.
 *
 * @throws all that is wrong with them
 */
export const loadRules = async (from: RulesFrom): Promise<AccessRules> =>
  rulesOf(await gatherRules(from), from.tell);
