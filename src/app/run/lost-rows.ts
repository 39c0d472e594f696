import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunIndexEntry, RunStore } from '../../kit/index.js';
import { clearCode } from '../code/exchange.js';

/** Where the engine of a run puts what does not fit into memory, in the run's folder. */
export const SPILL_FOLDER = 'spill';

/**
 * Removes rows that those of the runs which were killed have left in their folders: those on their way to functions and back, and
 * what engines put aside. A run that ends, however it does, removes them itself. What is kept to go on from, and
 * quarantine, stay.
 */
export const clearLostRows = async (store: RunStore, runs: readonly RunIndexEntry[]): Promise<void> => {
  for (const { runId, status } of runs) {
    if (status !== 'interrupted') continue;
    const folder = store.folderOf(runId);
    await clearCode(folder);
    await rm(join(folder, SPILL_FOLDER), { recursive: true, force: true });
  }
};
