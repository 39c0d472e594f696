import { failure, MillraceError } from '../../base/errors/index.js';

/** Bytes of a client, asked for one after the other, that can be given up from outside while they do not come. */
export interface Pull {
  /** The next bytes, or undefined at the end. */
  readonly next: () => Promise<Uint8Array | undefined>;
  /** Gives up; whoever waits for bytes is told MR8115. */
  readonly end: () => void;
  /** Lets go of the source, and does not wait for it: one that hangs would never answer. */
  readonly close: () => void;
}

const interrupted = (cause?: unknown) => failure('MR8115', 'the connection of the upload broke', {}, cause);

/** What the source throws is the connection's, MR8115, unless it says itself what it is. */
export const createPull = (source: AsyncIterable<Uint8Array>): Pull => {
  const iterator = source[Symbol.asyncIterator]();
  let isEnded = false;
  // Only the promise that is waited for is rejected: a race with one that lasts would keep something of each chunk.
  let giveUp: ((reason: unknown) => void) | undefined;
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (isEnded) return reject(interrupted());
        giveUp = reject;
        iterator.next().then(
          ({ done, value }) => resolve(done ? undefined : value),
          (thrown: unknown) => reject(thrown instanceof MillraceError ? thrown : interrupted(thrown)),
        );
      }),
    end: () => {
      isEnded = true;
      giveUp?.(interrupted());
    },
    close: () => void iterator.return?.().then(undefined, () => undefined),
  };
};
