import { failure, MillraceError } from '../base/errors/index.js';
import {
  endOf,
  errorsOf,
  megabytes,
  type ProcessLimits,
  type Reply,
  startProcess,
  watchMemory,
} from './process.js';

const tooMuch = (what: string, fault: string): MillraceError => failure('MR4033', `${what} ${fault}`);

/**
 * Has a request answered by a child process, which ends with it. What is asked for may be hostile: the child sees no
 * environment, and is killed at its limits.
 *
 * @param entry the program of the child, which calls {@link serve}
 * @param what is asked for, in words: `"orders.xlsx"`
 * @throws MR4033 past the limits, or where the child ends by itself; what the child threw
 */
export const runIsolated = (
  entry: URL,
  request: unknown,
  what: string,
  limits: ProcessLimits,
  signal?: AbortSignal,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = startProcess(entry, limits);
    const errors = errorsOf(child);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      unwatch();
      signal?.removeEventListener('abort', onAbort);
      process.off('exit', onExit);
      child.removeAllListeners();
      child.kill('SIGKILL');
      settle();
    };
    const fail = (error: unknown): void => finish(() => reject(error));
    const onAbort = (): void => fail(signal?.reason);
    const onExit = (): void => {
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => fail(tooMuch(what, `took more than ${limits.seconds} s`)),
      limits.seconds * 1000,
    );
    const unwatch = watchMemory(child, limits, () =>
      fail(tooMuch(what, `took more than ${megabytes(limits.memory)} MB of memory`)),
    );
    signal?.addEventListener('abort', onAbort);
    process.once('exit', onExit);
    child.once('message', (reply: Reply) => {
      if (reply.ok) finish(() => resolve(reply.value));
      else fail(new MillraceError(reply.problems));
    });
    child.once('error', (error) =>
      fail(failure('MR4033', `${what} could not be given to a process: ${error.message}`)),
    );
    child.once('exit', (_, killed) =>
      setImmediate(() => fail(tooMuch(what, endOf(limits, errors.text(), killed)))),
    );
    if (signal?.aborted) onAbort();
    else child.send(request as object);
  });
