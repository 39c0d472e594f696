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

const refused = (
  code: 'MR3002' | 'MR3005' | 'MR3010' | 'MR9001',
  { node, path }: TargetRequest,
  why: string,
) => failure(code, `target "${path.text}" of node "${node}" ${why}`, { node });

const isFolder = ({ path }: TargetRequest): boolean => path.path.endsWith('/');

const checkForm = (request: TargetRequest): void => {
  const { path, mode, node, extension } = request;
  checkStorePath(path, node);
  if (!/^\w[\w-]*$/.test(node) || !/^(\.\w+)*$/.test(extension)) {
    throw new Error(`node "${node}" or extension "${extension}" cannot stand in a file name`);
  }
  if (isGlob(path.path)) throw refused('MR3002', request, 'is a pattern; a target is one file or one folder');
  if (isFolder(request) && mode === 'replace') {
    throw refused('MR9001', request, 'is a folder, and `mode: replace` of a whole folder is not built yet');
  }
  if (!isFolder(request) && mode === 'append') {
    throw failure(
      'MR3002',
      `target "${path.text}" of node "${node}" is a file, but \`append\` adds a file to a folder`,
      {
        node,
        mend: `Write \`${path.text}/\`.`,
      },
    );
  }
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
  if (request.mode === 'append') return undefined;
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

const checkWritable = async (path: string): Promise<void> => {
  const about = await unless(['ENOENT'], stat(path));
  if (about) await access(path, about.isDirectory() ? constants.W_OK | constants.X_OK : constants.F_OK);
  else if (dirname(path) !== path) await checkWritable(dirname(path));
};

/**
 * Checks a target as it is now and finds its place. Touches nothing.
 *
 * @throws MR3001, MR3002, MR3005, MR3006, MR3010 or MR9001.
 */
export const checkedTarget = async (stores: StoreFolders, request: TargetRequest): Promise<Target> => {
  const { path, node } = request;
  const root = declaredFolder(stores, path, node);
  checkForm(request);
  const place = { doing: `write "${path.text}"`, path: join(root, path.path), node };
  return guarded(place, async () => {
    const target = await unless(['ENOTDIR'], free(root, request));
    if (!target) throw refused('MR3002', request, 'has a file where it needs a folder');
    await checkWritable(isFolder(request) ? target.path : dirname(target.path));
    return target;
  });
};
