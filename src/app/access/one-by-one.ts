/** One at a time; who asks while one is under way is given the next, which sees what was changed in the meantime. */
export const oneByOne = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const again = (): Promise<T> => {
    next = undefined;
    return start();
  };
  const start = (): Promise<T> => {
    if (!running) {
      running = work().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running.then(again, again);
    return next;
  };
  return start;
};
