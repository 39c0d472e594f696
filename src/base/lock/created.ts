import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, rm, writeFile } from 'node:fs/promises';
import { systemCode } from '../system-code.js';

/** What systems without hard links, or between two file systems, say to one. */
export const linkUnsupported = ['EPERM', 'EXDEV', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (!linkUnsupported.includes(systemCode(error) ?? '')) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
};

/** Whether it could be done. ENOENT: somebody took the temporary file for that of a process that is gone. */
const linked = async (from: string, to: string): Promise<boolean> => {
  try {
    await linkOrCopy(from, to);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
};

/**
 * Creates a lock with its text in one step, so that nobody ever reads half a lock: a hard link to a written file. Where
 * there are no hard links, an exclusive copy; a lock that is read half then counts as held. Gives false where one has to
 * look again; nothing beside the lock is left, on a full disk either.
 */
export const created = async (path: string, text: string): Promise<boolean> => {
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    return await linked(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
};
