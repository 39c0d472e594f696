import { failure } from '../base/errors/index.js';
import type { Engine } from '../kit/index.js';

/** A signal that says why; `release` lets go of the caller's one, which may live for many runs. */
const interruptible = (signal: AbortSignal | undefined) => {
  const controller = new AbortController();
  const abort = (): void => controller.abort(failure('MR9002', 'the run was interrupted'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return { signal: controller.signal, release: () => signal?.removeEventListener('abort', abort) };
};

/**
 * Work that ends with its caller's signal. What takes long is given a signal whose reason is the error to throw.
 *
 * @throws MR9002 where the work fails once the signal was given, whatever it fails with
 */
export const interruptibly = async <T>(
  given: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { signal, release } = interruptible(given);
  try {
    return await work(signal);
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    release();
  }
};

/** An engine whose every statement ends with a signal, for work that does not pass one on. */
export const endedBy = (engine: Engine, signal: AbortSignal): Engine => ({
  ...engine,
  execute: (statement, options) =>
    engine.execute(statement, { ...options, signal: AbortSignal.any([options.signal, signal]) }),
});
