import { runPipeline } from '../../../app/run/run-pipeline.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import type { Action } from '../../command.js';
import { overridesOf } from '../../options.js';
import { printOutcome } from '../../outcome.js';
import { createProgress } from '../../progress.js';
import { cacheText } from './cache-text.js';

const resumeOf = (value: unknown): { readonly resume?: string | true } =>
  value === true || typeof value === 'string' ? { resume: value } : {};

/** `millrace run FILE`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = ''], options) => {
  const progress = createProgress(terminal);
  const runDir = String(options['runDir']);
  try {
    const outcome = await runPipeline(wiring, file, {
      ...overridesOf(options),
      runDir,
      ...(options['checkpoint'] === true ? { checkpoint: true } : {}),
      ...resumeOf(options['resume']),
      signal,
      onEvent: progress.onEvent,
    });
    progress.end();
    if (options['explainCache'] === true) terminal.err(cacheText(outcome.record));
    printOutcome(terminal, outcome);
    if (options['json'] === true) terminal.out(`${JSON.stringify(outcome.record, null, 2)}\n`);
    return exitCodeFor(outcome.record.problems);
  } finally {
    progress.end();
  }
};
