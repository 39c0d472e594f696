type Items<T> = AsyncIterable<T> | Iterable<T>;

const iteratorOf = <T>(items: Items<T>): AsyncIterator<T> | Iterator<T> =>
  Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();

/**
 * Takes items by several hands: each asks for the next one when it is done with its last, so that none is made before
 * somebody is free for it. What is thrown for one of them ends the work on the others, and is thrown.
 */
export const byHands = async <T>(
  items: Items<T>,
  hands: number,
  signal: AbortSignal,
  work: (item: T, index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const iterator = iteratorOf(items);
  let taken = 0;
  let failed: { readonly reason: unknown } | undefined;
  const hand = async (): Promise<void> => {
    try {
      for (let next = await iterator.next(); !next.done && !failed; next = await iterator.next()) {
        taken += 1;
        await work(next.value, taken - 1, either);
      }
    } catch (reason) {
      failed ??= { reason };
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  await iterator.return?.();
  if (failed) throw failed.reason;
};
