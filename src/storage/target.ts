import { access, constants, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, type MillraceError } from '../base/errors/index.js';
import type { TargetRequest } from '../kit/storage.js';
import { guarded, unless } from './disk-errors.js';
import { checkStorePath, isGlob, nameInStore } from './store-path.js';
import { declaredFolder, type StoreFolders } from './stores.js';

/** A target that a run may write, with all links on the way to it resolved. */
export interface Target {
  readonly request: TargetRequest;
  /** Folder of its store, resolved. */
  readonly store: string;
  /** Path in the store; ends in `/` where the target is a folder. */
  readonly name: string;
  /** Absolute, without a `/` at the end. */
  readonly path: string;
}

const refused = (code: 'MR3002' | 'MR3005' | 'MR3010', { node, path }: TargetRequest, why: string) =>
  failure(code, `target "${path.text}" of node "${node}" ${why}`, { node });

const isFolder = ({ path }: TargetRequest): boolean => path.path.endsWith('/');

/** Why a target must be a folder, or undefined where it need not. */
const folderReason = ({ mode, partitionBy }: TargetRequest): string | undefined => {
  if (mode === 'append') return '`append` adds a file to a folder';
  return partitionBy === undefined ? undefined : 'several files are written';
};

const checkForm = (request: TargetRequest): void => {
  const { path, node, extension } = request;
  checkStorePath(path, node);
  if (!/^\w[\w-]*$/.test(node) || !/^(\.\w+)*$/.test(extension)) {
    throw new Error(`node "${node}" or extension "${extension}" cannot stand in a file name`);
  }
  if (isGlob(path.path)) throw refused('MR3002', request, 'is a pattern; a target is one file or one folder');
  const needsFolder = folderReason(request);
  if (isFolder(request) || needsFolder === undefined) return;
  throw failure('MR3002', `target "${path.text}" of node "${node}" is a file, but ${needsFolder}`, {
    node,
    mend: `Write \`${path.text}/\`.`,
  });
};

/** A path with all links resolved, of which the last parts may not exist yet. */
const resolved = async (path: string, request: TargetRequest): Promise<string> => {
  const real = await unless(['ENOENT'], realpath(path));
  if (real !== undefined) return real;
  const isLink = (await unless(['ENOENT'], lstat(path)))?.isSymbolicLink() ?? false;
  if (isLink) throw refused('MR3005', request, `goes through a link that leads nowhere: ${path}`);
  return dirname(path) === path ? path : join(await resolved(dirname(path), request), basename(path));
};

/** The last part of a file target is not resolved: a link there is replaced, not what it leads to. */
const located = async (root: string, request: TargetRequest): Promise<Target> => {
  const store = await resolved(root, request);
  const written = join(store, request.path.path.replace(/\/$/, ''));
  const path = isFolder(request)
    ? await resolved(written, request)
    : join(await resolved(dirname(written), request), basename(written));
  const name = nameInStore(store, path);
  if (name === undefined) throw refused('MR3005', request, `leads out of its store, to ${path}`);
  return { request, store, path, name: isFolder(request) ? `${name}/` : name };
};

/** What stands in the way of a target now, or undefined. */
const obstacle = async ({ request, path }: Target): Promise<MillraceError | undefined> => {
  if ((await unless(['ENOENT'], lstat(path))) === undefined) return undefined;
  const folderThere = (await unless(['ENOENT'], stat(path)))?.isDirectory() ?? false;
  if (!isFolder(request)) {
    if (folderThere) return refused('MR3002', request, 'is a folder; name a file in it');
    return request.mode === 'error' ? refused('MR3010', request, 'exists already') : undefined;
  }
  if (!folderThere) return refused('MR3002', request, 'is a file; leave out the "/" at its end');
  if (request.mode !== 'error') return undefined;
  return (await readdir(path)).length === 0
    ? undefined
    : refused('MR3010', request, 'exists and is not empty');
};

const free = async (root: string, request: TargetRequest): Promise<Target> => {
  const target = await located(root, request);
  const problem = await obstacle(target);
  if (problem) throw problem;
  return target;
};

/** A folder that is switched whole gets another name in the folder around it. */
const isSwitchedWhole = ({ mode }: TargetRequest): boolean =>
  mode === 'replace' || mode === 'error' || mode === 'merge';

/** @throws the system's error where something may not be made at a path. */
export const checkWritable = async (path: string): Promise<void> => {
  const about = await unless(['ENOENT'], stat(path));
  if (about) await access(path, about.isDirectory() ? constants.W_OK | constants.X_OK : constants.F_OK);
  else if (dirname(path) !== path) await checkWritable(dirname(path));
};

/**
 * Checks a target as it is now and finds its place. Touches nothing.
 *
 * @throws MR3001, MR3002, MR3005, MR3006 or MR3010.
 */
export const checkedTarget = async (stores: StoreFolders, request: TargetRequest): Promise<Target> => {
  const { path, node } = request;
  const root = declaredFolder(stores, path, node);
  checkForm(request);
  const place = { doing: `write "${path.text}"`, path: join(root, path.path), node };
  return guarded(place, async () => {
    const target = await unless(['ENOTDIR'], free(root, request));
    if (!target) throw refused('MR3002', request, 'has a file where it needs a folder');
    if (isFolder(request)) await checkWritable(target.path);
    if (!isFolder(request) || isSwitchedWhole(request)) await checkWritable(dirname(target.path));
    return target;
  });
};
