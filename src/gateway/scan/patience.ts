/** Bytes a second that a scanner must manage in the long run: one that lives on drips holds up the others. */
const SLOWEST = 1_000_000;

/** How long a scanner is waited for. */
export interface Patience {
  /** Counts bytes that were sent: more of them may take longer. */
  readonly sent: (bytes: number) => void;
  /** A promise's value; throws once its time is over, or the signal is given. */
  readonly wait: <Value>(promise: Promise<Value>, late: string) => Promise<Value>;
}

const raced = <Value>(
  promise: Promise<Value>,
  milliseconds: number,
  late: string,
  signal: AbortSignal,
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(new Error('scanning was stopped'));
    const timer = setTimeout(() => reject(new Error(late)), milliseconds);
    const tidy = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    promise.then(resolve, reject).finally(tidy);
  });

/**
 * @param timeout milliseconds that each wait may take, and all of them together beyond a second for each megabyte sent
 */
export const createPatience = (timeout: number, signal: AbortSignal): Patience => {
  const begin = performance.now();
  let bytes = 0;
  const left = () => timeout + (bytes / SLOWEST) * 1000 - (performance.now() - begin);
  return {
    sent: (more) => {
      bytes += more;
    },
    wait: (promise, late) => raced(promise, Math.max(0, Math.min(timeout, left())), late, signal),
  };
};
