import type { Hook } from '../../spec/index.js';
import type { PolicyTime } from '../guard/tools.js';

type Webhook = Extract<Hook, { webhook: string }>;

/** Addresses that are not there for a moment are common; one that is there may be slow. */
const TRIES = 2;
const BETWEEN = 500;

/** What a server that did not take it says matters to nobody here. */
const post = async (hook: Webhook, body: string, timeout: number): Promise<void> => {
  const response = await fetch(hook.webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...hook.headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
};

/** The reason without the address, which may hold what is not to be shown. */
const reasonOf = (thrown: unknown, timeout: number): string => {
  if (!(thrown instanceof Error)) return 'it failed';
  if (thrown.name === 'TimeoutError') return `it took longer than ${timeout / 1000} s`;
  const { cause } = thrown;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code ?? (thrown.message.startsWith('it answered') ? thrown.message : 'it could not be reached');
};

/** The host that a webhook is sent to: what follows it in an address is often a secret. */
export const hostOf = ({ webhook }: Webhook): string =>
  URL.canParse(webhook) ? new URL(webhook).host : 'webhook';

/** Sends a body to a webhook; twice at most. Gives why it could not, never throws. */
export const callWebhook = async (
  hook: Webhook,
  body: string,
  timeout: number,
  { sleep }: PolicyTime,
): Promise<string | undefined> => {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      await post(hook, body, timeout);
      return undefined;
    } catch (thrown) {
      if (left === 0) return reasonOf(thrown, timeout);
      await sleep(BETWEEN, new AbortController().signal);
    }
  }
};
