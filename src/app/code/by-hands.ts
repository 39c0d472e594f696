/** Which item, and which hand has it: both count from 0. */
export interface At {
  readonly index: number;
  readonly hand: number;
}

/**
 * Takes items by several hands: each asks for the next one when it is done with its last, so that none is made before
 * somebody is free for it. What is thrown for one of them ends the work on the others, and is thrown.
 */
export const byHands = async <T>(
  items: AsyncIterable<T>,
  hands: number,
  signal: AbortSignal,
  work: (item: T, at: At, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const iterator = items[Symbol.asyncIterator]();
  let taken = 0;
  let failed: { readonly reason: unknown } | undefined;
  const goOn = async (hand: number): Promise<void> => {
    try {
      for (let next = await iterator.next(); !next.done && !failed; next = await iterator.next()) {
        taken += 1;
        await work(next.value, { index: taken - 1, hand }, either);
      }
    } catch (reason) {
      failed ??= { reason };
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: hands }, (_, hand) => goOn(hand)));
  await iterator.return?.();
  if (failed) throw failed.reason;
};
