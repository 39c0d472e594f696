import { runPipeline } from '../../../app/run/run-pipeline.js';
import { logsToTerminal, withTelemetry } from '../../../app/telemetry.js';
import type { Wiring } from '../../../app/wiring.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import type { TelemetryOptions } from '../../../observability/index.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { printOutcome } from '../../outcome.js';
import { createProgress } from '../../progress.js';
import { telemetryOf } from '../../telemetry-options.js';
import type { Terminal } from '../../terminal.js';
import { cacheText } from './cache-text.js';

const resumeOf = (value: unknown): { readonly resume?: string | true } =>
  value === true || typeof value === 'string' ? { resume: value } : {};

/** Where the log goes to standard error as JSON, nothing for people stands between its lines. */
const peopleOf = (terminal: Terminal, asked: TelemetryOptions, wiring: Wiring): Terminal =>
  logsToTerminal(wiring, asked) ? { ...terminal, err: () => undefined, isInteractive: false } : terminal;

/** `millrace run FILE`. */
export const action: Action = async (context, [file = ''], options) => {
  const { wiring, signal } = context;
  const asked = telemetryOf(options);
  const terminal = peopleOf(context.terminal, asked, wiring);
  const progress = createProgress(terminal);
  const runDir = String(options['runDir']);
  const notices = {
    write: context.terminal.err,
    onAddress: (address: string) => terminal.err(`metrics at ${address}\n`),
    onProblems: (problems: Parameters<typeof printProblems>[1]) => printProblems(terminal, problems),
  };
  try {
    const outcome = await withTelemetry(wiring, asked, notices, (onEvent) =>
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
