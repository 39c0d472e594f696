import { failure, MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';

const words: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or folder',
};

const isFull = (code: string): boolean => code === 'ENOSPC' || code === 'EDQUOT';

/** What the system says against disk work, as MR8116 or MR8117; anything else as it is. `doing` completes "cannot …". */
export const diskFault = (thrown: unknown, doing: string, path: string): unknown => {
  const code = systemCode(thrown);
  if (code === undefined || thrown instanceof MillraceError) return thrown;
  const message = `cannot ${doing}: ${words[code] ?? code}`;
  return failure(isFull(code) ? 'MR8116' : 'MR8117', message, { dataFile: path }, thrown);
};

/** Does disk work; what the system refuses is thrown as a coded problem. */
export const guarded = async <T>(doing: string, path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw diskFault(thrown, doing, path);
  }
};

/** The result of work, or undefined where the system answers with one of these codes. */
export const unless = async <T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (thrown) {
    if (codes.includes(systemCode(thrown) ?? '')) return undefined;
    throw thrown;
  }
};

/** MR8120: what lies in quarantine is not what was received. */
export const changedBytes = (id: string, seenBy: string): Problem =>
  problem('MR8120', `the bytes of upload ${id} are not those that were received: ${seenBy}`);
