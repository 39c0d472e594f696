import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { clearCode } from '../code/exchange.js';
import type { Wiring } from '../wiring.js';
import { runStore } from './folder.js';

/** Where the engine of a run puts what does not fit into memory, in the run's folder. */
export const SPILL_FOLDER = 'spill';

/**
 * Removes rows that runs which were killed have left in their folders: those on their way to functions and back, and
 * what engines put aside. A run that ends, however it does, removes them itself. What is kept to go on from, and
 * quarantine, stay.
 */
export const clearLostRows = async (wiring: Wiring, runDir: string | undefined): Promise<void> => {
  const store = runStore(wiring, runDir);
  for (const { runId, status } of await store.list()) {
    if (status !== 'interrupted') continue;
    const folder = store.folderOf(runId);
    await clearCode(folder);
    await rm(join(folder, SPILL_FOLDER), { recursive: true, force: true });
  }
};
