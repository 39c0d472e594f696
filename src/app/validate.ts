import { dirname, resolve } from 'node:path';
import { type Problem, problemsOf } from '../base/errors/index.js';
import type { ParsedProject } from '../spec/index.js';
import { loadRules } from './access/rules.js';
import { checkOffline } from './check/offline.js';
import { prepare } from './check/prepare.js';
import type { Overrides } from './check/settings.js';
import { isNamedAsProject, projectAt } from './load/load-project.js';
import { projectProblems } from './policy/project-rules.js';
import type { Wiring } from './wiring.js';

/** What was found in one document. */
export interface Validation {
  readonly file: string;
  readonly pipeline?: string;
  /** Name of the project, where it is the file of one. */
  readonly project?: string;
  /** Rules of the project. */
  readonly rules?: number;
  /** Nodes of the document. */
  readonly nodes: number;
  readonly problems: readonly Problem[];
}

/** How a document is to be looked at. */
export interface ValidateOptions extends Overrides {
  /** Touch no source: columns are those that the last good run saw. */
  readonly offline?: boolean;
  readonly runDir?: string;
  readonly signal?: AbortSignal;
}

const online = async (wiring: Wiring, file: string, options: ValidateOptions): Promise<Validation> => {
  const prepared = await prepare(wiring, file, options, {
    runDir: options.runDir,
    signal: options.signal,
  });
  await prepared.release();
  const { pipeline, nodes } = prepared.settings.document;
  return { file, pipeline, nodes: Object.keys(nodes).length, problems: prepared.warnings };
};

/** What is wrong with the access rules of a project; where it has none, nothing is loaded for them. */
const accessProblems = async (
  { cwd }: Wiring,
  path: string,
  { project: { access } }: ParsedProject,
): Promise<readonly Problem[]> =>
  access === undefined
    ? []
    : loadRules({ folder: dirname(path), cwd }).then(({ problems }) => problems, problemsOf);

/** Nothing but the file itself: whether its rules hold together with a pipeline's is told there. */
const ofProject = async (wiring: Wiring, file: string): Promise<Validation | undefined> => {
  const path = resolve(wiring.cwd, file);
  const parsed = isNamedAsProject(path) ? await projectAt(path, wiring.cwd) : undefined;
  if (!parsed) return undefined;
  const { project, policies = [] } = parsed.project;
  const problems = [...projectProblems(wiring, parsed), ...(await accessProblems(wiring, path, parsed))];
  return { file, project, rules: policies.length, nodes: 0, problems };
};

/** All that can be known of a document without running it; never throws for a fault of the document. */
export const validate = async (
  wiring: Wiring,
  file: string,
  options: ValidateOptions = {},
): Promise<Validation> => {
  try {
    const project = await ofProject(wiring, file);
    if (project) return project;
    if (options.offline !== true) return await online(wiring, file, options);
    return { file, ...(await checkOffline(wiring, file, options, options.runDir)) };
  } catch (thrown) {
    return { file, nodes: 0, problems: problemsOf(thrown) };
  }
};
