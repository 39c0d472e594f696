import { own } from '../../base/own.js';
import { type Asked, partitionParams, wholeBefore, zoneOf } from '../../schedules/index.js';
import type { Scheduled } from './load.js';

/** Why a run is fired. */
export type Cause = 'cron' | 'files' | 'after';

/** A run that is due; `time` is what it stands for, ISO 8601 UTC. */
export interface Firing extends Asked {
  readonly pipeline: string;
  readonly time: string;
  readonly cause: Cause;
  readonly params: Readonly<Record<string, string>>;
  /** The last whole partition, where the schedule has partitions. */
  readonly partition?: string;
  /** Since when it runs; waits otherwise. */
  readonly startedAt?: string;
}

const groupOf = ({ document, schedule }: Scheduled, params: Firing['params']): string => {
  const scope = schedule.concurrency?.scope ?? 'pipeline';
  if (scope === 'pipeline') return `pipeline ${document.pipeline}`;
  if ('pool' in scope) return `pool ${scope.pool}`;
  const value = own(params, scope.key) ?? own(document.params ?? {}, scope.key)?.default ?? '';
  return `pipeline ${document.pipeline}, ${scope.key} ${value}`;
};

/** The limit that holds for a run of a schedule. */
export const limitsOf = (scheduled: Scheduled, params: Firing['params']) => ({
  group: groupOf(scheduled, params),
  limit: scheduled.schedule.concurrency?.limit ?? 1,
  whenFull: scheduled.schedule.concurrency?.when_full ?? ('queue' as const),
});

/** A run of a schedule at a time; the same time and cause give the same run. */
export const firingOf = (scheduled: Scheduled, time: Date, cause: Cause): Firing => {
  const { document, schedule } = scheduled;
  const by = schedule.partitions?.by;
  const partition = by === undefined ? undefined : wholeBefore(by, zoneOf(schedule), time);
  const params = partition ? partitionParams(document, partition) : {};
  return {
    id: `${document.pipeline} ${time.toISOString()} ${cause}`,
    pipeline: document.pipeline,
    time: time.toISOString(),
    cause,
    params,
    ...(partition ? { partition: partition.key } : {}),
    ...limitsOf(scheduled, params),
  };
};
