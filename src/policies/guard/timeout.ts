import { TimeoutStrategy, timeout } from 'cockatiel';
import { failure } from '../../base/errors/index.js';
import { durationOf } from '../../spec/index.js';

/** Work that ends with a signal. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Work that is told to end after a time. It is waited for until it has ended: what it holds must be free before it is
 * tried again.
 *
 * @throws MR7010 where it failed once it was told to
 */
export const withTimeout = async <T>(
  milliseconds: number,
  what: string,
  work: Work<T>,
  signal: AbortSignal,
): Promise<T> => {
  let own: AbortSignal | undefined;
  try {
    const limited = timeout(milliseconds, { strategy: TimeoutStrategy.Cooperative, abortOnReturn: false });
    return await limited.execute((context) => {
      own = context.signal;
      return work(context.signal);
    }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (own?.aborted !== true) throw thrown;
    throw failure('MR7010', `${what} took longer than ${durationOf(milliseconds)}`, {}, thrown);
  }
};
