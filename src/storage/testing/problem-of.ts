import { MillraceError, type Problem } from '../../base/errors/index.js';

/** The first problem of work that must fail. */
export const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  try {
    await work;
  } catch (thrown) {
    const first = thrown instanceof MillraceError ? thrown.problems[0] : undefined;
    if (first) return first;
    throw thrown;
  }
  throw new Error('the work was expected to fail');
};
