/** Does work, so much of it at one time. */
export type AtOnce = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Does so much work at once; more of it waits, in the order of asking.
 *
 * @param beforeWaiting told how much waits already before more does; where it throws, the work is refused
 */
export const createAtOnce = (
  most: number,
  beforeWaiting: (waiting: number) => void = () => undefined,
): AtOnce => {
  const waiting: (() => void)[] = [];
  let free = most;
  const turn = async (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    beforeWaiting(waiting.length);
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};
