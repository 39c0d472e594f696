import type { Wiring } from '../wiring.js';
import type { FunctionStatus } from './live.js';

type Counts = { -readonly [K in keyof FunctionStatus]: FunctionStatus[K] } & { asked: number };

/** A wiring that knows how busy the processes of functions are. */
export interface WatchedPools {
  readonly wiring: Wiring;
  readonly functions: () => readonly FunctionStatus[];
}

/** Counts what processes are asked for, and what they have answered: two additions for a partition of many rows. */
export const watchPools = (wiring: Wiring): WatchedPools => {
  const open = new Set<Counts>();
  const createCodePool: Wiring['createCodePool'] = (options) => {
    const pool = wiring.createCodePool(options);
    const counts: Counts = {
      module: options.module.shown,
      processes: options.size,
      busy: 0,
      waiting: 0,
      done: 0,
      asked: 0,
    };
    open.add(counts);
    return {
      run: async (...asked) => {
        counts.asked += 1;
        try {
          return await pool.run(...asked);
        } finally {
          counts.asked -= 1;
          counts.done += 1;
        }
      },
      close: async () => {
        open.delete(counts);
        await pool.close();
      },
    };
  };
  return {
    wiring: { ...wiring, createCodePool },
    functions: () =>
      [...open].map(({ asked, ...counts }) => ({
        ...counts,
        busy: Math.min(asked, counts.processes),
        waiting: Math.max(0, asked - counts.processes),
      })),
  };
};
