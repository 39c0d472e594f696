import type { ChildProcess } from 'node:child_process';
import { lastWordsIn, mendOf } from './last-words.js';
import { endOf, errorsOf, outOfMemory, type ProcessLimits, type Reply, watchMemory } from './process.js';

/** A child that ended without a reply. */
export interface Ended {
  /** Why, in words that follow what was asked for. */
  readonly ended: string;
  /** Whether somebody else ended it: the system, or a person. */
  readonly isForeign: boolean;
  /** Whether it came to the limits that it was given. */
  readonly isPastLimits: boolean;
  /** What to do, where more is known than that it ended. */
  readonly mend?: string;
}

/**
 * Has a request answered by a child, which is ended at its limits.
 *
 * @throws the reason of the signal, with which the child is ended too, once it is gone
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
    let undelivered: string | undefined;
    const end = (reason: string): void => {
      why ??= reason;
      child.kill('SIGKILL');
    };
    const unwatch = watchMemory(child, limits, () => end(outOfMemory(limits)));
    const timer =
      limits.seconds === undefined
        ? undefined
        : setTimeout(() => end(`took more than ${limits.seconds} s`), limits.seconds * 1000);
    // Others listen to the child as well, who wait for its end.
    const finish = (settle: () => void): void => {
      unwatch();
      errors.close();
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.off('message', onReply).off('error', onError).off('exit', onExit);
      settle();
    };
    const onAbort = (): void => {
      child.kill('SIGKILL');
    };
    const onReply = (reply: unknown): void => {
      if (!signal.aborted) finish(() => resolve(reply as Reply));
    };
    const lost = (): Ended => ({
      ended: `could not be given to a process: ${undelivered}`,
      isForeign: true,
      isPastLimits: false,
    });
    const onError = (error: Error): void => {
      undelivered = error.message;
      if (child.pid === undefined) finish(() => resolve(lost()));
      else child.kill('SIGKILL');
    };
    const ended = (killed: string | null): Ended => {
      const said = errors.text();
      if (undelivered !== undefined && why === undefined && said === '') return lost();
      const own = why ?? lastWordsIn(said);
      const words = own ?? endOf(limits, said, killed);
      const mend = mendOf(words);
      return {
        ended: words,
        isForeign: killed === 'SIGKILL' && own === undefined,
        isPastLimits: why !== undefined || words === outOfMemory(limits),
        ...(mend ? { mend } : {}),
      };
    };
    const onExit = (_: number | null, killed: string | null): void => {
      setImmediate(() =>
        finish(() => {
          if (signal.aborted) reject(signal.reason);
          else resolve(ended(killed));
        }),
      );
    };
    signal.addEventListener('abort', onAbort);
    child.on('message', onReply).on('error', onError).on('exit', onExit);
    if (signal.aborted) onAbort();
    else child.send(request as object);
  });
