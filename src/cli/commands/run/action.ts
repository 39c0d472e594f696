import { runPipeline } from '../../../app/run/run-pipeline.js';
import { withTelemetry } from '../../../app/telemetry.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { printOutcome } from '../../outcome.js';
import { createProgress } from '../../progress.js';
import { telemetryOf } from '../../telemetry-options.js';
import { cacheText } from './cache-text.js';

const resumeOf = (value: unknown): { readonly resume?: string | true } =>
  value === true || typeof value === 'string' ? { resume: value } : {};

/** `millrace run FILE`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = ''], options) => {
  const progress = createProgress(terminal);
  const runDir = String(options['runDir']);
  const notices = {
    write: terminal.err,
    onAddress: (address: string) => terminal.err(`metrics at ${address}\n`),
    onProblems: (problems: Parameters<typeof printProblems>[1]) => printProblems(terminal, problems),
  };
  try {
    const outcome = await withTelemetry(wiring, telemetryOf(options), notices, (onEvent) =>
      runPipeline(wiring, file, {
        ...overridesOf(options),
        runDir,
        ...(options['checkpoint'] === true ? { checkpoint: true } : {}),
        ...resumeOf(options['resume']),
        signal,
        onEvent: (event) => {
          progress.onEvent(event);
          onEvent(event);
        },
      }),
    );
    progress.end();
    if (options['explainCache'] === true) terminal.err(cacheText(outcome.record));
    printOutcome(terminal, outcome);
    if (options['json'] === true) terminal.out(`${JSON.stringify(outcome.record, null, 2)}\n`);
    return exitCodeFor(outcome.record.problems);
  } finally {
    progress.end();
  }
};
