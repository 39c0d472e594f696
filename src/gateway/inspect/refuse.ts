import { type ErrorCode, failure, MillraceError, type ProblemDetails } from '../../base/errors/index.js';

/** Ends the inspection of a file: what is wrong with it. */
export const refuse = (code: ErrorCode, message: string, details?: ProblemDetails): never => {
  throw failure(code, message, details);
};

/** Whether something that was thrown says what is wrong with a file; all else is a fault of ours. */
export const isRefusal = (thrown: unknown): thrown is MillraceError =>
  thrown instanceof MillraceError && thrown.problems.every(({ code }) => code.startsWith('MR82'));
