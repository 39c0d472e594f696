/** Results of work on every item, in order, with so many under way at a time; the first fault ends it. */
export const inParallel = async <T, R>(
  items: readonly T[],
  workers: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> => {
  const queue = items.entries();
  const results = new Map<number, R>();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item, index));
  };
  await Promise.all(Array.from({ length: Math.min(workers, items.length) }, worker));
  return items.flatMap((_, index) => (results.has(index) ? [results.get(index) as R] : []));
};
