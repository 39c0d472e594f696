import type { NodeStatistic, Statistics } from '../../kit/state-store.js';
import { canonicalTime } from '../entries/accepted.js';
import type { SqlContext } from './context.js';
import type { Tables } from './tables.js';

const rowOf = ({ runId, at, partitions, ...rest }: NodeStatistic): Omit<Tables['statistics'], 'id'> => ({
  ...rest,
  run_id: runId,
  at: canonicalTime(at),
  partition_count: partitions?.count ?? null,
  partition_bytes: partitions?.bytes ?? null,
  partition_seconds: partitions?.seconds ?? null,
});

type Kept = Pick<Tables['statistics'], 'partition_count' | 'partition_bytes' | 'partition_seconds'> &
  Omit<NodeStatistic, 'partitions' | 'outcome'> & { readonly outcome: string };

const statisticOf = ({
  partition_count: count,
  partition_bytes: bytes,
  partition_seconds: seconds,
  ...rest
}: Kept): NodeStatistic => ({
  ...rest,
  outcome: rest.outcome as NodeStatistic['outcome'],
  ...(count === null || bytes === null || seconds === null ? {} : { partitions: { count, bytes, seconds } }),
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
  'partition_count',
  'partition_bytes',
  'partition_seconds',
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
    return rows.map(statisticOf);
  },
});
