import { failure, MillraceError } from '../base/errors/index.js';
import { isFull, reasonOf } from './faults.js';

/** A fault of the system at a file of the state: MR7103 where the disk is full, else MR7109. */
export const storeFault = (
  path: string,
  doing: 'made' | 'written' | 'read' | 'locked',
  cause: unknown,
): MillraceError => {
  if (cause instanceof MillraceError) return cause;
  const message = `"${path}" cannot be ${doing}: ${reasonOf(cause)}`;
  return failure(isFull(cause) ? 'MR7103' : 'MR7109', message, {}, cause);
};

/** MR7105: what is there is not what was written. Never taken for nothing: that would lose it for good. */
export const damaged = (what: string, reason: string, cause?: unknown): MillraceError =>
  failure('MR7105', `${what} is damaged: ${reason}`, {}, cause);

/** MR7104: a format that this version does not know is left alone. */
export const newer = (what: string, found: string, known: string): MillraceError =>
  failure('MR7104', `${what} has the format ${found}; this version of Millrace knows ${known}`);
