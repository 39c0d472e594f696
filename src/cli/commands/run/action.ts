import { runPipeline } from '../../../app/run/run-pipeline.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import type { Action } from '../../command.js';
import { overridesOf } from '../../options.js';
import { printOutcome } from '../../outcome.js';
import { createProgress } from '../../progress.js';

/** `millrace run FILE`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = ''], options) => {
  const progress = createProgress(terminal);
  const runDir = String(options['runDir']);
  try {
    const outcome = await runPipeline(wiring, file, {
      ...overridesOf(options),
      runDir,
      signal,
      onEvent: progress.onEvent,
    });
    progress.end();
    printOutcome(terminal, outcome);
    if (options['json'] === true) terminal.out(`${JSON.stringify(outcome.record, null, 2)}\n`);
    return exitCodeFor(outcome.record.problems);
  } finally {
    progress.end();
  }
};
