#!/usr/bin/env node
import { wire } from '../app/wire.js';
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

// A reader that closes the pipe early (`millrace runs | head`) is not a fault.
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
  if (thrown.code === 'EPIPE') process.exit(0);
});

process.exitCode = await main(
  { wiring: wire(), terminal: processTerminal(), signal: interruptSignal() },
  process.argv.slice(2),
);
