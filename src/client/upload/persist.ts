import type { UploadOptions } from './options.js';
import type { Patience } from './patience.js';
import { Gone, Trouble } from './trouble.js';

/** Does work until it succeeds, or fails with what does not pass by itself. */
export type Persist = <T>(work: () => Promise<T>) => Promise<T>;

interface Persisting extends Pick<UploadOptions, 'onEvent'> {
  readonly patience: Patience;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

export const createPersist = ({ patience, wait, signal, onEvent }: Persisting): Persist => {
  const after = async (thrown: unknown): Promise<void> => {
    signal.throwIfAborted();
    if (!(thrown instanceof Trouble || thrown instanceof Gone)) throw thrown;
    const milliseconds = patience.next(thrown.message, thrown instanceof Trouble ? thrown.atLeast : 0);
    if (thrown instanceof Trouble) onEvent?.({ type: 'waits', milliseconds, why: thrown.message });
    else onEvent?.({ type: 'anew', why: thrown.message });
    await wait(milliseconds);
    signal.throwIfAborted();
  };
  return async (work) => {
    for (;;) {
      try {
        return await work();
      } catch (thrown) {
        await after(thrown);
      }
    }
  };
};
