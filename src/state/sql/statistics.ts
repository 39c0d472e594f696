import type { NodeStatistic, Statistics } from '../../kit/state-store.js';
import { canonicalTime } from '../entries/accepted.js';
import type { SqlContext } from './context.js';
import type { Tables } from './tables.js';

const rowOf = ({ runId, at, ...rest }: NodeStatistic): Omit<Tables['statistics'], 'id'> => ({
  ...rest,
  run_id: runId,
  at: canonicalTime(at),
});

const columns = [
  'pipeline',
  'node',
  'kind',
  'run_id as runId',
  'at',
  'bytes',
  'rows',
  'seconds',
  'outcome',
] as const;

export const sqlStatistics = ({ guarded }: SqlContext): Statistics => ({
  append: async (statistics) => {
    const rows = statistics.map(rowOf);
    if (rows.length > 0) await guarded((db) => db.insertInto('statistics').values(rows).execute());
  },
  newest: async (of, limit) => {
    const rows = await guarded((db) => {
      const all = db.selectFrom('statistics').select(columns);
      const some =
        'kind' in of
          ? all.where('kind', '=', of.kind)
          : all.where('pipeline', '=', of.pipeline).where('node', '=', of.node);
      return some.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    });
    return rows as readonly NodeStatistic[];
  },
});
