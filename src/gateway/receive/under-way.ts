/** Calls that are under way, so that an end can wait for them. */
export interface UnderWay {
  /** Does work, unless the end has come. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  /** Refuses more, and waits for what is under way. */
  readonly end: () => Promise<void>;
}

export const createUnderWay = (refused: () => Error): UnderWay => {
  const running = new Set<Promise<unknown>>();
  let isEnded = false;
  return {
    during: async (work) => {
      if (isEnded) throw refused();
      const turn = work();
      running.add(turn);
      try {
        return await turn;
      } finally {
        running.delete(turn);
      }
    },
    end: async () => {
      isEnded = true;
      await Promise.allSettled(running);
    },
  };
};
