import type { ChildProcess } from 'node:child_process';
import { lastWordsIn, mendOf } from './last-words.js';
import { endOf, errorsOf, megabytes, type ProcessLimits, type Reply, watchMemory } from './process.js';

/** A child that ended without a reply. */
export interface Ended {
  /** Why, in words that follow what was asked for. */
  readonly ended: string;
  /** Whether somebody else ended it: the system, or a person. */
  readonly isForeign: boolean;
  /** What to do, where more is known than that it ended. */
  readonly mend?: string;
}

/**
 * Has a request answered by a child, which is ended at its limits.
 *
 * @throws the reason of the signal, with which the child is ended too
 */
export const askProcess = (
  child: ChildProcess,
  request: unknown,
  limits: ProcessLimits,
  signal: AbortSignal,
): Promise<Reply | Ended> =>
  new Promise((resolve, reject) => {
    const errors = errorsOf(child);
    let why: string | undefined;
    const end = (reason: string): void => {
      why ??= reason;
      child.kill('SIGKILL');
    };
    const unwatch = watchMemory(child, limits, () =>
      end(`took more than ${megabytes(limits.memory)} MB of memory`),
    );
    const timer =
      limits.seconds === undefined
        ? undefined
        : setTimeout(() => end(`took more than ${limits.seconds} s`), limits.seconds * 1000);
    const finish = (settle: () => void): void => {
      unwatch();
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.removeAllListeners();
      // What is told of it from now on is nobody's concern, and must not end this process.
      child.on('error', () => undefined);
      child.stderr?.removeAllListeners('data');
      settle();
    };
    const onAbort = (): void => {
      child.kill('SIGKILL');
      finish(() => reject(signal.reason));
    };
    signal.addEventListener('abort', onAbort);
    child.once('message', (reply: Reply) => finish(() => resolve(reply)));
    child.once('error', (error) =>
      finish(() => resolve({ ended: `could not be given to a process: ${error.message}`, isForeign: false })),
    );
    child.once('exit', (_, killed) =>
      setImmediate(() =>
        finish(() => {
          const said = errors.text();
          const own = why ?? lastWordsIn(said);
          const ended = own ?? endOf(limits, said, killed);
          const mend = mendOf(ended);
          resolve({ ended, isForeign: killed === 'SIGKILL' && own === undefined, ...(mend ? { mend } : {}) });
        }),
      ),
    );
    if (signal.aborted) onAbort();
    else child.send(request as object);
  });
