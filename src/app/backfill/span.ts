import { failure } from '../../base/errors/index.js';
import {
  beginAt,
  momentIn,
  type Partition,
  partitionsBetween,
  zoned,
  zoneOf,
} from '../../schedules/index.js';
import type { PartitionUnit, Schedule } from '../../spec/index.js';

/** More would take longer to list than anybody waits. */
const MOST = 100_000;
const HOUR = 3_600_000;

const boundOf = (option: string, text: string, by: PartitionUnit, zone: string): Date => {
  const at = momentIn(text, zone);
  if (!at) {
    throw failure('MR6004', `"${text}" is not a time`, {
      mend: 'Write a month, a date or a time: 2026-01, 2026-01-31 or 2026-01-31T09:00.',
    });
  }
  const begin = beginAt(by, zone, at);
  if (begin.getTime() === at.getTime()) return at;
  throw failure('MR7321', `${option} ${text} begins no ${by} in ${zone}`, {
    notes: [`the next ${by} begins at ${zoned(begin, zone)}`],
  });
};

/**
 * The partitions from one time to another, without the one that begins at the second.
 *
 * @throws MR6004 for what is no time, MR7320 without partitions, MR7321 where a time begins none.
 */
export const partitionsOf = (
  schedule: Schedule | undefined,
  { from, to }: { readonly from: string; readonly to: string },
): readonly Partition[] => {
  const by = schedule?.partitions?.by;
  if (!schedule || by === undefined) throw failure('MR7320', 'the document declares no partitions of time');
  const zone = zoneOf(schedule);
  const [first, end] = [boundOf('--from', from, by, zone), boundOf('--to', to, by, zone)];
  if (first >= end) {
    throw failure('MR7321', `there is no ${by} from ${from} to ${to}`, {
      mend: 'Give a later `--to`; the partition that begins there is not run any more.',
    });
  }
  if (by === 'hour' && end.getTime() - first.getTime() > MOST * HOUR) {
    throw failure('MR7321', `there are more than 100,000 hours from ${from} to ${to}`, {
      mend: 'Backfill a shorter span at a time.',
    });
  }
  return partitionsBetween(by, zone, first, end);
};
