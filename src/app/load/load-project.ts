import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import { systemCode } from '../../base/system-code.js';
import { type ParsedDocument, type ParsedProject, parseProject, withProject } from '../../spec/index.js';
import { shownAs } from './shown.js';

/** What a project file is called; a pipeline may be called so too. */
export const PROJECT_FILE = 'millrace.yaml';

/** Whether a file may be a project file, by its name. */
export const isNamedAsProject = (path: string): boolean => basename(path) === PROJECT_FILE;

const why: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
};

/** The bytes of a file; undefined where there is none. */
const bytesAt = (path: string, shown: string): Promise<Buffer | undefined> =>
  readFile(path).catch((thrown: unknown) => {
    const code = systemCode(thrown) ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw failure('MR7501', `the project file "${shown}" cannot be read: ${why[code] ?? code}`);
  });

/**
 * The project that a file says; undefined where there is no such file, or where it is a pipeline.
 *
 * @throws MR7501 where it cannot be read, and what is wrong with it, with places
 */
export const projectAt = async (path: string, cwd: string): Promise<ParsedProject | undefined> => {
  const shown = shownAs(path, cwd);
  const bytes = await bytesAt(path, shown);
  if (bytes === undefined) return undefined;
  try {
    return parseProject(new TextDecoder('utf-8', { fatal: true }).decode(bytes), shown);
  } catch (thrown) {
    if (systemCode(thrown) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw thrown;
    throw failure('MR7501', `the project file "${shown}" cannot be read: it is not UTF-8 text`);
  }
};

const ownerOf = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.uid;

/** A project may have commands run: one that anybody could put into a folder above, as under /tmp, governs nobody else. */
const refuseStrangers = async (path: string, governed: string, cwd: string): Promise<void> => {
  const owner = await ownerOf(path);
  if (owner === undefined || owner === 0 || owner === process.getuid?.()) return;
  if (owner === (await ownerOf(governed))) return;
  throw failure('MR7505', `the project file "${shownAs(path, cwd)}" belongs to another user (${owner})`);
};

const andAbove = (folder: string): readonly string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...andAbove(dirname(folder))];

/** The folder and those above it, up to the one that a repository begins in; all are looked at in one go. */
const foldersFrom = async (folder: string): Promise<readonly string[]> => {
  const all = andAbove(folder);
  const begins = (await Promise.all(all.map((each) => isThere(join(each, '.git'))))).indexOf(true);
  return begins < 0 ? all : all.slice(0, begins + 1);
};

/** Where the file of a project may be that a folder is part of, the nearest first. */
export const projectPaths = async (folder: string): Promise<readonly string[]> =>
  (await foldersFrom(folder)).map((each) => join(each, PROJECT_FILE));

/** A project, and where its file is. */
export interface FoundProject {
  readonly parsed: ParsedProject;
  readonly folder: string;
}

/** The first of the files that is one of a project, unless it belongs to somebody else than what it would govern. */
const firstProject = async (
  paths: readonly string[],
  governed: string,
  cwd: string,
): Promise<FoundProject | undefined> => {
  for (const path of paths) {
    const parsed = await projectAt(path, cwd);
    if (!parsed) continue;
    await refuseStrangers(path, governed, cwd);
    return { parsed, folder: dirname(path) };
  }
  return undefined;
};

/** The project that a document is part of: the first project file in its folder or above, within its repository. */
export const projectOf = async (document: string, cwd: string): Promise<FoundProject | undefined> => {
  const paths = await projectPaths(dirname(document));
  return firstProject(
    paths.filter((path) => path !== document),
    document,
    cwd,
  );
};

/**
 * The project that a folder is part of, found as that of a document in it.
 *
 * @throws MR75xx where its file cannot be read, or belongs to another user than the folder
 */
export const projectAround = async (folder: string, cwd: string): Promise<FoundProject | undefined> =>
  firstProject(await projectPaths(folder), folder, cwd);

/** A path from a folder, as it is from one below; what stands in it is left as it is, for it may be a variable. */
const fromBelow = (folder: string, below: string): ((path: string) => string) => {
  const up = relative(below, folder).split(sep).join('/') || '.';
  return (path) => (isAbsolute(path) ? path : `${up}/${path.replace(/^(?:\.\/+)+/, '')}`);
};

/** A document with what its project shares. */
export const inProject = async (
  parsed: ParsedDocument,
  path: string,
  cwd: string,
): Promise<ParsedDocument> => {
  const found = await projectOf(path, cwd);
  return found ? withProject(parsed, found.parsed, fromBelow(found.folder, dirname(path))) : parsed;
};
