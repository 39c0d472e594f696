import type { NodeStatistic, StatisticsOf } from '../kit/index.js';
import { withState } from './state.js';
import type { Wiring } from './wiring.js';

/**
 * How a node went in earlier runs, or all nodes of a kind: what policies learn from.
 *
 * @returns at most `limit`, newest first; none where nothing has run yet.
 * @example
 * await historyOf(wiring, { pipeline: 'late-flights', node: 'late' }, 50);
 */
export const historyOf = (
  wiring: Wiring,
  of: StatisticsOf,
  limit: number,
  runDir?: string,
): Promise<readonly NodeStatistic[]> =>
  withState(wiring, runDir, ({ statistics }) => statistics.newest(of, limit));
