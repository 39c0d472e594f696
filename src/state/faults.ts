import { failure, MillraceError } from '../base/errors/index.js';
import { systemCode } from '../base/system-code.js';

/** Whether the error says that there is nothing at the path. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'there is something of that name already',
  EISDIR: 'it is a folder, not a file',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

/** Whether the error says that there is no space. */
export const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');

/** What the system says against it, in words. */
export const reasonOf = (cause: unknown): string =>
  reasons[systemCode(cause) ?? ''] ?? (cause instanceof Error ? cause.message : String(cause));

/** A fault of the run folder as a problem: MR3007 where the disk is full, else MR3013. */
export const folderFault = (
  path: string,
  doing: 'made' | 'written' | 'read',
  cause: unknown,
): MillraceError => {
  if (cause instanceof MillraceError) return cause;
  const message = `"${path}" cannot be ${doing}: ${reasonOf(cause)}`;
  return isFull(cause)
    ? failure(
        'MR3007',
        message,
        { mend: 'Free some space, or choose another folder with `--run-dir`.' },
        cause,
      )
    : failure('MR3013', message, {}, cause);
};
