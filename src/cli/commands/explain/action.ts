import { type ExplainFormat, explain } from '../../../app/explain.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';

/** `millrace explain FILE`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = ''], options) => {
  const { text, prepared } = await explain(wiring, file, options['format'] as ExplainFormat, {
    ...overridesOf(options),
    analyze: options['analyze'] === true,
    signal,
  });
  printProblems(terminal, prepared.warnings);
  terminal.out(text);
  return 0;
};
