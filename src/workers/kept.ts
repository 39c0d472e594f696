import { availableParallelism } from 'node:os';
import { createProcesses, type Pool, type PoolOptions, type Processes } from './pool.js';

/** Pools whose processes stay for the next one that asks for the same. */
export interface KeptPools {
  /** @param key what its processes have in common: they serve nothing else */
  readonly open: (key: string, options: PoolOptions) => Pool;
  readonly close: () => Promise<void>;
}

/** Processes that may wait for work: each holds the memory of what it has loaded. */
const WAITING = Math.max(4, 2 * availableParallelism());

/**
 * Makes them; whatever happens, they must be closed.
 *
 * @param waiting so many processes at most wait for work
 */
export const keepPools = (waiting = WAITING): KeptPools => {
  const kept = new Map<string, Processes>();
  const processesOf = (key: string, options: PoolOptions): Processes => {
    const found = kept.get(key) ?? createProcesses(options);
    kept.set(key, found);
    return found;
  };
  const running = (): number => [...kept.values()].reduce((sum, one) => sum + one.running(), 0);
  return {
    open: (key, options) => {
      const processes = processesOf(key, options);
      const { run, close } = processes.lease(options);
      return {
        run,
        close: async () => {
          await close();
          // Those that have not worked yet are rather kept than those that have.
          if (running() <= waiting) return;
          if (kept.get(key) === processes) kept.delete(key);
          await processes.close();
        },
      };
    },
    close: async () => {
      await Promise.all([...kept.values()].map((processes) => processes.close()));
    },
  };
};
