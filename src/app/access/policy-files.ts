import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import type { PolicyFile } from '../../access/index.js';
import { failure, type Place, type Problem, problemsOf } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import type { FoundProject } from '../load/load-project.js';
import { shownAs } from '../load/shown.js';

/** Files of policies that a project names, and all that has to be looked at to know whether they are still those. */
export interface FoundPolicies {
  readonly files: readonly PolicyFile[];
  /** Absolute paths of files, and of folders that they are looked for in. */
  readonly watched: readonly string[];
  readonly problems: readonly Problem[];
}

/** One entry of `policies`, with its place in the project file. */
interface Entry {
  readonly written: string;
  readonly place?: Place;
}

const entriesOf = ({ parsed: { project, source } }: FoundProject): readonly Entry[] => {
  const { policies = [] } = project.access ?? {};
  const isOne = typeof policies === 'string';
  return [policies].flat().map((written, index) => {
    const place = source.valuePlace(['access', 'policies', ...(isOne ? [] : [index])]);
    return { written, ...(place ? { place } : {}) };
  });
};

const at = ({ place }: Entry): Pick<Problem, 'place'> => (place ? { place } : {});

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && resolve(folder, way) === path;
};

/** Names in a folder that fit; a folder that is not there has none. */
const namesIn = async (folder: string, pattern: string): Promise<readonly string[]> => {
  const fits = picomatch(pattern);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory() && fits(entry.name))
    .map(({ name }) => name)
    .toSorted();
};

const pathsOf = async (folder: string, entry: Entry): Promise<readonly string[]> => {
  const path = resolve(folder, entry.written);
  if (!isInside(folder, path))
    throw failure('MR8607', `"${entry.written}" leads out of the folder of the project`, at(entry));
  if (/[*?[\]{}]/.test(dirname(entry.written)))
    throw failure('MR8607', `"${entry.written}" has a pattern in the name of a folder`, at(entry));
  const names = await namesIn(dirname(path), basename(path));
  if (names.length === 0) throw failure('MR8607', `there is no file "${entry.written}"`, at(entry));
  return names.map((name) => join(dirname(path), name));
};

/** Policies decide who may see data: a file of somebody else, or behind a link that leads out, decides nothing. */
const refuseStrangers = async (path: string, shown: string, project: FoundProject, entry: Entry) => {
  const real = await realpath(path);
  if (!isInside(await realpath(project.folder), real))
    throw failure('MR8607', `"${shown}" leads out of the folder of the project`, at(entry));
  const [{ uid }, own] = await Promise.all([stat(real), stat(join(project.folder, 'millrace.yaml'))]);
  if (uid === 0 || uid === process.getuid?.() || uid === own.uid) return;
  throw failure('MR8614', `the policies "${shown}" belong to another user (${uid})`, at(entry));
};

const why: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read',
  ENOENT: 'it is gone',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
};

const readOne = async (
  path: string,
  cwd: string,
  project: FoundProject,
  entry: Entry,
): Promise<PolicyFile> => {
  const file = shownAs(path, cwd);
  try {
    await refuseStrangers(path, file, project, entry);
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) };
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === undefined) throw thrown;
    throw failure('MR8607', `the policies "${file}" cannot be read: ${why[code] ?? code}`, at(entry));
  }
};

const foundBy = async (project: FoundProject, cwd: string, entry: Entry): Promise<FoundPolicies> => {
  const folder = dirname(resolve(project.folder, entry.written));
  try {
    const paths = await pathsOf(project.folder, entry);
    const files: PolicyFile[] = [];
    for (const path of paths) files.push(await readOne(path, cwd, project, entry));
    return { files, watched: [folder, ...paths], problems: [] };
  } catch (thrown) {
    return { files: [], watched: [folder], problems: problemsOf(thrown) };
  }
};

const eachOnce = <T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] => [
  ...new Map(values.map((value) => [keyOf(value), value])).values(),
];

/** The files of policies of a project, each once. Nothing is thrown: what is wrong with them is told. */
export const policyFiles = async (project: FoundProject, cwd: string): Promise<FoundPolicies> => {
  const found = await Promise.all(entriesOf(project).map((entry) => foundBy(project, cwd, entry)));
  return {
    files: eachOnce(
      found.flatMap(({ files }) => files),
      ({ file }) => file,
    ),
    watched: eachOnce(
      found.flatMap(({ watched }) => watched),
      (path) => path,
    ),
    problems: found.flatMap(({ problems }) => problems),
  };
};
