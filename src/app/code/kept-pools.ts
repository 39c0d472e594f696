import type { Wiring } from '../wiring.js';

/** A wiring whose pools give the same processes for the same module, until this is closed. */
export interface KeptPools {
  readonly wiring: Wiring;
  /** Ends them all; whatever happens, it must be called. */
  readonly close: () => Promise<void>;
}

export const keptPools = (wiring: Wiring): KeptPools => {
  const { createCodePool, close } = wiring.keepCodePools();
  return { wiring: { ...wiring, createCodePool, keepsProcesses: true }, close };
};

/** Has a use case work with such a wiring. */
export const withKeptPools = async <T>(wiring: Wiring, use: (keeping: Wiring) => Promise<T>): Promise<T> => {
  const kept = keptPools(wiring);
  try {
    return await use(kept.wiring);
  } finally {
    await kept.close();
  }
};
