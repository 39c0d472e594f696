import { entryOf, isError, problemsOf } from '../../base/errors/index.js';
import type { ErrorFacts } from '../resolve/facts.js';
import { fitsAny } from '../resolve/match.js';

/** A person, or the system, ended the run: nothing is tried again. */
const INTERRUPTED = 'MR9002';

/** What was thrown, as rules see it: one for each error. */
export const errorsOf = (thrown: unknown): readonly ErrorFacts[] =>
  problemsOf(thrown)
    .filter(isError)
    .map(({ code }) => ({ code, fault: entryOf(code).fault }));

/** Whether what was thrown may be tried again: all of it has to be of faults or codes that a policy names. */
export const isRetried = (errors: readonly ErrorFacts[], named: readonly string[]): boolean =>
  errors.length > 0 &&
  errors.every(({ code, fault }) => code !== INTERRUPTED && (named.includes(fault) || fitsAny(code, named)));

/** Whether it tells of what is read or written, and not of what was asked for. */
export const isResourceFault = (thrown: unknown): boolean => isRetried(errorsOf(thrown), ['resource']);
