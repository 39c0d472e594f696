import { setTimeout as sleep } from 'node:timers/promises';
import { runningRuns } from '../../../app/watch/running.js';
import type { Action, CommandContext } from '../../command.js';
import { drawn } from './draw.js';

const EVERY = 1000;

/** Moves up over what was drawn last, and clears from there. */
const back = (text: string): string =>
  text === '' ? '' : `\u001b[${text.split('\n').length - 1}A\r\u001b[0J`;

/** Draws again and again until the person has seen enough. */
const refreshed = async ({ wiring, terminal, signal }: CommandContext, runDir: string): Promise<void> => {
  let shown = '';
  while (!signal.aborted) {
    const text = drawn(await runningRuns(wiring, runDir), wiring.clock.now(), terminal);
    terminal.out(`${back(shown)}${text}`);
    shown = text;
    await sleep(EVERY, undefined, { signal }).catch(() => undefined);
  }
};

/** `millrace top`. */
export const action: Action = async (context, _, options) => {
  const { wiring, terminal } = context;
  const runDir = String(options['runDir']);
  const isOnce = options['once'] === true || options['json'] === true || !terminal.conversation;
  if (!isOnce) {
    await refreshed(context, runDir);
    return 0;
  }
  const runs = await runningRuns(wiring, runDir);
  terminal.out(
    options['json'] === true
      ? `${JSON.stringify(runs, null, 2)}\n`
      : drawn(runs, wiring.clock.now(), terminal),
  );
  return 0;
};
