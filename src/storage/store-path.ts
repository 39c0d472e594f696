import { isAbsolute, relative, sep, win32 } from 'node:path';
import { failure } from '../base/errors/index.js';
import type { StorePath } from '../kit/storage.js';
import { OWN } from './layout.js';

const isOwn = (segment: string): boolean => segment.toLowerCase() === OWN;

/** Why a path cannot stand in a store, or undefined where it can. A trailing `/` is allowed. */
const objectionTo = (path: string): string | undefined => {
  if (path === '' || path === '/') return 'it names no file';
  if (path.includes('\0')) return 'it holds a NUL character';
  if (path.includes('\\')) return 'it holds a backslash; folders are parted by "/"';
  if (path.startsWith('/') || win32.isAbsolute(path))
    return 'it is absolute; it is taken from the folder of the store';
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.includes('')) return 'it holds an empty folder name';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'it holds "." or ".."';
  if (segments.some(isOwn)) return `"${OWN}" is Millrace's own folder`;
  return undefined;
};

/** @throws MR3002 where a path could name something that is not a file of the store. */
export const checkStorePath = ({ path, text }: StorePath, node?: string): void => {
  const objection = objectionTo(path);
  if (objection === undefined) return;
  throw failure('MR3002', `invalid store path "${text}": ${objection}`, node === undefined ? {} : { node });
};

const partsInside = (store: string, path: string): readonly string[] | undefined => {
  const name = relative(store, path);
  const parts = name.split(sep);
  return isAbsolute(name) || parts[0] === '..' ? undefined : parts;
};

/** Whether a path lies in a folder, or is that folder. */
export const isInside = (store: string, path: string): boolean => partsInside(store, path) !== undefined;

/** A path in its store with `/`, or undefined where it lies outside or in Millrace's own folder. */
export const nameInStore = (store: string, path: string): string | undefined => {
  const parts = partsInside(store, path);
  return parts?.some(isOwn) ? undefined : parts?.join('/');
};

/** Whether a path would be read as a pattern. */
export const isGlob = (path: string): boolean => /[*?[\]{}]/.test(path);
