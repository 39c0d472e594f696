import { createAccess, type PolicyAccess, shippedPolicies, type Tell } from '../../access/index.js';
import { isError, MillraceError, type Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { AccessDeclaration } from '../../spec/index.js';
import { type FoundProject, projectAround, projectPaths } from '../load/load-project.js';
import { policyFiles } from './policy-files.js';
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

/** Where rules are looked for. */
export interface RulesFrom {
  /** Absolute: the rules are those of the nearest project file, here or above. */
  readonly folder: string;
  /** What paths are shown from. */
  readonly cwd: string;
  /** Told of policies that fail while they are evaluated. */
  readonly tell?: Tell;
}

/** Rules, and all files and folders that they came from or could come from. */
export interface LoadedRules {
  readonly rules: AccessRules;
  readonly watched: readonly string[];
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

const declaredBy = (project: FoundProject | undefined): AccessDeclaration =>
  project?.parsed.project.access ?? {};

const rulesOf = async ({ cwd, tell }: RulesFrom, project: FoundProject | undefined): Promise<LoadedRules> => {
  const declared = declaredBy(project);
  const found = project ? await policyFiles(project, cwd) : { files: [], watched: [], problems: [] };
  const files = [...(declared.shipped === false ? [] : shippedPolicies), ...found.files];
  const { people = null, groups = null } = declared;
  const access = await createAccess({ files, besides: [people, groups], ...(tell ? { tell } : {}) }).catch(
    (thrown: unknown) => {
      if (found.problems.length === 0 || !(thrown instanceof MillraceError)) throw thrown;
      throw new MillraceError([...found.problems, ...thrown.problems]);
    },
  );
  const problems = [
    ...found.problems,
    ...access.warnings,
    ...rowProblems(access.policies),
    ...(project ? roleProblems(project.parsed, access.policies) : []),
  ];
  if (problems.some(isError)) throw new MillraceError(problems);
  const rules: AccessRules = {
    access,
    rolesOf: rolesBy(declared),
    isDeclared: project?.parsed.project.access !== undefined,
    isBroken: false,
    problems,
    people: Object.keys(people ?? {}),
    ...(project ? { file: project.parsed.source.file } : {}),
  };
  return { rules, watched: found.watched };
};

/**
 * The access rules that hold in a folder: those of its project, or the shipped ones where the project says nothing.
 *
 * @throws all that is wrong with them, with places: MR75xx of the project file, MR1xxx of what stands in it, MR86xx of policies
 */
export const loadRules = async (from: RulesFrom): Promise<AccessRules> =>
  (await rulesOf(from, await projectAround(from.folder, from.cwd))).rules;

/** Paths of project files that may be there, and what policies were found; whatever is wrong is thrown with it. */
export const watchedRules = async (
  from: RulesFrom,
  broken: (problems: unknown) => AccessRules,
): Promise<LoadedRules> => {
  const paths = await projectPaths(from.folder);
  try {
    const project = await projectAround(from.folder, from.cwd);
    const watched = project ? (await policyFiles(project, from.cwd)).watched : [];
    const rules = await rulesOf(from, project).catch((thrown: unknown) => ({ rules: broken(thrown) }));
    return { rules: rules.rules, watched: [...paths, ...watched] };
  } catch (thrown) {
    return { rules: broken(thrown), watched: paths };
  }
};
