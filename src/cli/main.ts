#!/usr/bin/env node
import { wire } from '../app/wire.js';
import { exitCodes, failure } from '../base/errors/index.js';
import { reportFailure } from './failure.js';
import { main } from './program.js';
import { processTerminal } from './terminal.js';

/** The first signal asks the run to end well; the second one ends the process. */
const interruptSignal = (): AbortSignal => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
};

const closed = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/** A reader who has seen enough (`millrace nodes | head -1`) is no fault, and never the end of a run. */
const onOutputFault = (thrown: NodeJS.ErrnoException): void => {
  if (closed.has(thrown.code ?? '')) return;
  process.exitCode = reportFailure(
    processTerminal(),
    failure('MR3016', `the output cannot be written: ${thrown.message}`, {}, thrown),
  );
};

process.stdout.on('error', onOutputFault);
process.stderr.on('error', () => undefined);

const code = await main(
  { wiring: wire(), terminal: processTerminal(), signal: interruptSignal() },
  process.argv.slice(2),
);
process.exitCode = code === exitCodes.done ? (process.exitCode ?? code) : code;
