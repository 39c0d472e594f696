import { relative } from 'node:path';

/** A path as a person would write it: from the folder that they work in, where it is inside. */
export const shownAs = (path: string, cwd: string): string =>
  relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
