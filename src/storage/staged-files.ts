import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type MillraceError } from '../base/errors/index.js';
import { unless } from './disk-errors.js';
import { stagedFiles } from './layout.js';
import type { Target } from './target.js';

/** A file as the engine left it. */
export interface StagedFile {
  /** Absolute. */
  readonly path: string;
  /** Path in the stage, with `/`; the published version keeps it. */
  readonly staged: string;
  /** Path that it will have in the store. */
  readonly name: string;
}

/** Whether the engine stages a folder of files rather than one file. */
export const hasSeveralFiles = ({ request }: Target): boolean => request.partitionBy !== undefined;

/** Name of the staged file, or of the folder of staged files; the published version keeps it. */
export const stagedName = (target: Target): string =>
  hasSeveralFiles(target) ? target.request.node : `${target.request.node}${target.request.extension}`;

export const stagedPath = (target: Target, runId: string): string =>
  join(stagedFiles(target.store, runId), stagedName(target));

export const unverified = (target: Target, why: string): MillraceError =>
  failure('MR3011', `the staged output of node "${target.request.node}" ${why}`, {
    node: target.request.node,
  });

/** Part of each file's name, so that names sort as the engine numbered them. */
const numbered = (index: number): string => String(index).padStart(5, '0');

/** Names that the engine numbered, in the order of their numbers: `part-9` before `part-10`. */
const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);

/** The files of one sub-folder; `folder` is its path in the stage's folder of the node, with a `/` at its end. */
const filesIn = async (target: Target, runId: string, folder: string): Promise<readonly StagedFile[]> => {
  const { node, extension } = target.request;
  const names = (await readdir(join(stagedPath(target, runId), folder))).toSorted(byNumber);
  return names.map((name, index) => ({
    path: join(stagedPath(target, runId), folder, name),
    staged: `${node}/${folder}${name}`,
    name: `${target.name}${folder}part-${runId}-${node}-${numbered(index)}${extension}`,
  }));
};

/** Sub-folders so many levels down. */
const foldersIn = async (path: string, folder: string, levels: number): Promise<readonly string[]> => {
  if (levels === 0) return [folder];
  const names = (await unless(['ENOENT'], readdir(join(path, folder)))) ?? [];
  const deeper = await Promise.all(
    names.toSorted().map((name) => foldersIn(path, `${folder}${name}/`, levels - 1)),
  );
  return deeper.flat();
};

const severalFiles = async (target: Target, runId: string): Promise<readonly StagedFile[]> => {
  const path = stagedPath(target, runId);
  const folders = await foldersIn(path, '', target.request.partitionBy?.length ?? 0);
  const found: StagedFile[] = [];
  for (const folder of folders) found.push(...(await filesIn(target, runId, folder)));
  return found;
};

const oneFile = (target: Target, runId: string): StagedFile => {
  const staged = stagedName(target);
  const name = target.name.endsWith('/') ? `${target.name}part-${runId}-${staged}` : target.name;
  return { path: stagedPath(target, runId), staged, name };
};

/**
 * The files that the engine left for a target, with the names that they will have. A file in a folder is named by its
 * run and node, so that no name is ever given twice.
 *
 * @throws MR3011 where one is missing or no regular file.
 */
export const stagedFilesOf = async (target: Target, runId: string): Promise<readonly StagedFile[]> => {
  const files = hasSeveralFiles(target) ? await severalFiles(target, runId) : [oneFile(target, runId)];
  for (const { path } of files) {
    const about = await unless(['ENOENT'], lstat(path));
    if (!about) throw unverified(target, `is missing: ${path}`);
    if (!about.isFile()) throw unverified(target, `is not a regular file: ${path}`);
  }
  return files;
};
