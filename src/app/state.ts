import type { StateStore } from '../kit/index.js';
import { runFolder } from './run/folder.js';
import type { Wiring } from './wiring.js';

/** Does work with what is kept from run to run, and closes it. */
export const withState = async <T>(
  wiring: Wiring,
  runDir: string | undefined,
  work: (state: StateStore) => Promise<T>,
): Promise<T> => {
  const state = await wiring.openState(runFolder(wiring, runDir));
  return work(state).finally(() => state.close());
};
