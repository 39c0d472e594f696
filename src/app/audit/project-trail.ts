import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemCode } from '../../base/system-code.js';
import type { ProjectFile } from '../../spec/index.js';
import { type FoundProject, projectAround } from '../load/load-project.js';
import { runFolder } from '../run/folder.js';
import type { Wiring } from '../wiring.js';

/** By what the project is found that something belongs to. */
export interface Near {
  /** Path of a pipeline document. */
  readonly document?: string;
  /** The folder of run records. */
  readonly runDir?: string | undefined;
}

/** The audit trail of a project. */
export interface ProjectTrail {
  /** Where the project file is. */
  readonly project: string;
  readonly name: string;
  readonly folder: string;
}

/** Whether a project says who may do what: only then is it on record who did. */
export const hasAccessRules = ({ access }: ProjectFile): boolean => access !== undefined;

/** Where the trail of a project is. */
export const trailFolder = (project: string): string => join(project, '.millrace', 'audit');

const trailOf = ({ parsed, folder }: FoundProject): ProjectTrail => ({
  project: folder,
  name: parsed.project.project,
  folder: trailFolder(folder),
});

/** Folders whose projects are asked for, the nearest first: of the document, of the runs, and where one is. */
const placesOf = (wiring: Wiring, { document, runDir }: Near): readonly string[] => {
  const ofDocument = document === undefined ? [] : [dirname(resolve(wiring.cwd, document))];
  return [...new Set([...ofDocument, dirname(runFolder(wiring, runDir)), wiring.cwd])];
};

/** The trail that something is on record in; undefined where no project with access rules is near. */
export const projectTrail = async (wiring: Wiring, near: Near): Promise<ProjectTrail | undefined> => {
  for (const folder of placesOf(wiring, near)) {
    const found = await projectAround(folder, wiring.cwd);
    if (found && hasAccessRules(found.parsed.project)) return trailOf(found);
  }
  return undefined;
};

const ignoreExisting = (error: unknown): void => {
  if (systemCode(error) !== 'EEXIST') throw error;
};

/** Makes the folder above a trail, which holds a key: it shall not be committed by accident. */
export const makeTrailHome = async ({ folder }: ProjectTrail): Promise<void> => {
  const home = dirname(folder);
  if ((await mkdir(home, { recursive: true })) === undefined) return;
  await writeFile(join(home, '.gitignore'), '*\n', { flag: 'wx' }).catch(ignoreExisting);
};
