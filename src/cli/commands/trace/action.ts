import { traceRows } from '../../../app/trace/index.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { drawTrace } from './draw.js';

/** `millrace trace FILE --node NODE --where CONDITION`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = ''], options) => {
  const { to, limit } = options as { to?: string; limit?: number };
  const { trace, warnings } = await traceRows(wiring, file, {
    ...overridesOf(options),
    node: String(options['node']),
    where: String(options['where']),
    ...(to === undefined ? {} : { to }),
    ...(limit === undefined ? {} : { limit }),
    reveal: options['reveal'] === true,
    runDir: String(options['runDir']),
    signal,
  });
  printProblems(terminal, warnings);
  terminal.out(options['json'] === true ? `${JSON.stringify(trace, null, 2)}\n` : drawTrace(trace, terminal));
  return 0;
};
