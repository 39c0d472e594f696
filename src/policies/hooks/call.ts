import { type Hook, millisecondsOf } from '../../spec/index.js';
import type { PolicyTime } from '../guard/tools.js';
import { callCommand, programOf } from './command.js';
import { callWebhook, hostOf } from './webhook.js';

const WEBHOOK_TIME = 10_000;
const COMMAND_TIME = 60_000;

/** What hooks see of their surroundings. */
export interface HookSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where commands start. */
  readonly cwd: string;
  readonly time: PolicyTime;
}

/** How a hook went. */
export interface Called {
  readonly target: string;
  readonly succeeded: boolean;
  readonly seconds: number;
  readonly why?: string;
}

export const targetOf = (hook: Hook): string => ('webhook' in hook ? hostOf(hook) : programOf(hook));

const timeOf = (hook: Hook): number => {
  if (hook.timeout !== undefined) return millisecondsOf(hook.timeout);
  return 'webhook' in hook ? WEBHOOK_TIME : COMMAND_TIME;
};

/** Tells a hook what happened. Never throws: who cannot be told does not change what happened. */
export const callHook = async (
  hook: Hook,
  happened: unknown,
  surroundings: HookSurroundings,
): Promise<Called> => {
  const started = performance.now();
  const body = JSON.stringify(happened);
  const call =
    'webhook' in hook
      ? callWebhook(hook, body, timeOf(hook), surroundings.time)
      : callCommand(hook, body, timeOf(hook), surroundings);
  const why = await call.catch(() => 'it failed');
  const seconds = (performance.now() - started) / 1000;
  return {
    target: targetOf(hook),
    succeeded: why === undefined,
    seconds,
    ...(why === undefined ? {} : { why }),
  };
};
