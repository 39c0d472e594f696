import { entryOf } from './catalogue.js';
import { isError, type Problem } from './problem.js';

/** Exit codes of the command line, as documented. */
export const exitCodes = { done: 0, failed: 1, wrong: 2, stopped: 3, interrupted: 130 } as const;

/** A check, a contract, or data that the document does not allow, holds the publish back. */
export const stopCodes: ReadonlySet<string> = new Set([
  'MR4011',
  'MR4021',
  'MR4022',
  'MR4023',
  'MR4036',
  'MR4039',
]);

/** The exit code for a set of problems: what the person has to act on first decides. */
export const exitCodeFor = (problems: readonly Problem[]): number => {
  const errors = problems.filter(isError);
  if (errors.length === 0) return exitCodes.done;
  if (errors.some(({ code }) => code === 'MR9002')) return exitCodes.interrupted;
  const faults = new Set(errors.map(({ code }) => entryOf(code).fault));
  if (faults.has('user') || faults.has('unsupported')) return exitCodes.wrong;
  return errors.some(({ code }) => stopCodes.has(code)) ? exitCodes.stopped : exitCodes.failed;
};
