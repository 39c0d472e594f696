import { renderProblem } from '../base/diagnostics/render.js';
import { exitCodeFor, type Problem, problemsOf } from '../base/errors/index.js';
import { plural } from '../base/number-text.js';
import type { Terminal } from './terminal.js';

/** Prints problems to standard error: each with its place, then how many there are. */
export const printProblems = (terminal: Terminal, problems: readonly Problem[]): void => {
  for (const item of problems) terminal.err(`${renderProblem(item, terminal.paint)}\n\n`);
};

/** `2 errors, 1 warning`. */
export const problemCounts = (problems: readonly Problem[]): string => {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ];
  return parts.join(', ');
};

/** Prints whatever was thrown and gives the exit code; never a stack trace for a fault that is not ours. */
export const reportFailure = (terminal: Terminal, thrown: unknown): number => {
  const problems = problemsOf(thrown);
  printProblems(terminal, problems);
  return exitCodeFor(problems);
};
