import { failure } from '../../base/errors/index.js';
import { durationOf } from '../../spec/index.js';

/** Work that ends with a signal. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Work that is told to end after a time. It is waited for until it has ended: what it holds must be free before it is
 * tried again.
 *
 * Not by cockatiel, whose timeout takes longer than all else of a guarded call together.
 *
 * @throws MR7010 where it failed once it was told to
 */
export const withTimeout = async <T>(
  milliseconds: number,
  what: string,
  work: Work<T>,
  signal: AbortSignal,
): Promise<T> => {
  signal.throwIfAborted();
  const own = new AbortController();
  const end = (): void => own.abort(signal.reason);
  const late = (): void =>
    own.abort(failure('MR7010', `${what} took longer than ${durationOf(milliseconds)}`));
  const timer = setTimeout(late, milliseconds);
  signal.addEventListener('abort', end);
  try {
    return await work(own.signal);
  } catch (thrown) {
    throw own.signal.aborted ? own.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
};
