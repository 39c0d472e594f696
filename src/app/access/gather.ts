import type { PolicyFile } from '../../access/index.js';
import type { Problem } from '../../base/errors/index.js';
import { problemsOf } from '../../base/errors/index.js';
import { hashOf } from '../../base/hash.js';
import { type FoundProject, projectAround, projectPaths } from '../load/load-project.js';
import { policyFiles } from './policy-files.js';

/** Where rules are looked for. */
export interface RulesFolder {
  /** Absolute: the rules are those of the nearest project file, here or above. */
  readonly folder: string;
  /** What paths are shown from. */
  readonly cwd: string;
}

/** What rules are made of, read and not understood yet. */
export interface GatheredRules {
  /** Absent where the folder is part of none. */
  readonly project?: FoundProject;
  readonly files: readonly PolicyFile[];
  /** All files and folders that the rules came from, or would come from if they were there. */
  readonly watched: readonly string[];
  readonly problems: readonly Problem[];
  /** The same where nothing changed. */
  readonly key: string;
}

const keyOf = ({ project, files, problems }: Omit<GatheredRules, 'key'>): string =>
  hashOf([
    project ? [project.folder, project.parsed.project] : null,
    files.map(({ file, text }) => [file, text]),
    problems.map(({ code, message }) => [code, message]),
  ]);

const withKey = (gathered: Omit<GatheredRules, 'key'>): GatheredRules => ({
  ...gathered,
  key: keyOf(gathered),
});

/** Reads what rules are made of. Nothing is thrown: what is wrong is told. */
export const gatherRules = async ({ folder, cwd }: RulesFolder): Promise<GatheredRules> => {
  const paths = await projectPaths(folder);
  try {
    const project = await projectAround(folder, cwd);
    if (!project) return withKey({ files: [], watched: paths, problems: [] });
    const { files, watched, problems } = await policyFiles(project, cwd);
    return withKey({ project, files, watched: [...paths, ...watched], problems });
  } catch (thrown) {
    return withKey({ files: [], watched: paths, problems: problemsOf(thrown) });
  }
};
