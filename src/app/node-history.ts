import type { NodeStatistic, StatisticsOf } from '../kit/index.js';
import { runFolder } from './run/folder.js';
import type { Wiring } from './wiring.js';

/**
 * How a node went in earlier runs, or all nodes of a kind: what policies learn from.
 *
 * @returns at most `limit`, newest first; none where nothing has run yet.
 * @example
 * await historyOf(wiring, { pipeline: 'late-flights', node: 'late' }, 50);
 */
export const historyOf = async (
  wiring: Wiring,
  of: StatisticsOf,
  limit: number,
  runDir?: string,
): Promise<readonly NodeStatistic[]> => {
  const store = await wiring.openState(runFolder(wiring, runDir));
  return store.statistics.newest(of, limit).finally(() => store.close());
};
