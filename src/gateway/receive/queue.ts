/** Work in turn, so much at a time. */
export interface Queue {
  readonly add: (id: string) => void;
  /** Begins nothing more, and waits for what is at work. */
  readonly stop: () => Promise<void>;
}

/** `work` throws nothing. */
export const createQueue = (workers: number, work: (id: string) => Promise<void>): Queue => {
  const waiting: string[] = [];
  const running = new Set<Promise<void>>();
  let isStopped = false;
  const next = (): void => {
    while (!isStopped && running.size < Math.max(1, workers)) {
      const id = waiting.shift();
      if (id === undefined) return;
      const turn = work(id).finally(() => {
        running.delete(turn);
        next();
      });
      running.add(turn);
    }
  };
  return {
    add: (id) => {
      waiting.push(id);
      next();
    },
    stop: async () => {
      isStopped = true;
      await Promise.allSettled(running);
    },
  };
};
