import { cronTimes, cronTimesBefore, type PartitionUnit } from '../spec/index.js';
import { zoned } from './zone.js';

/** A stretch of time, without its end; `key` names it. */
export interface Partition {
  readonly key: string;
  readonly from: Date;
  readonly to: Date;
}

/** Partitions begin when the clocks of their zone show this; a day on which clocks change has 23 or 25 hours. */
const begins: Readonly<Record<PartitionUnit, string>> = {
  hour: '0 * * * *',
  day: '0 0 * * *',
  week: '0 0 * * MON',
  month: '0 0 1 * *',
};

const lengths: Readonly<Record<PartitionUnit, number>> = { hour: 13, day: 10, week: 10, month: 7 };

/** `2026-03`, `2026-03-29`; an hour has its distance to UTC, as there may be two of the name: `2026-10-25T02+0200`. */
const keyOf = (from: Date, by: PartitionUnit, zone: string): string => {
  const text = zoned(from, zone);
  const key = text.slice(0, lengths[by]);
  return by === 'hour' ? `${key}${text.slice(19).replace(':', '')}` : key;
};

/** A second before, from which the next beginning is the moment itself where it is one. */
const justBefore = (at: Date): Date => new Date(at.getTime() - 1000);

/** The beginning of a partition at or after a moment. */
export const beginAt = (by: PartitionUnit, zone: string, at: Date): Date => {
  const next = cronTimes(begins[by], zone, justBefore(at)).next().value;
  if (next === undefined) throw new RangeError(`no ${by} begins after ${at.toISOString()}`);
  return next;
};

const partition = (from: Date, to: Date, by: PartitionUnit, zone: string): Partition => ({
  key: keyOf(from, by, zone),
  from,
  to,
});

/** The partitions from one beginning to another, without that one. */
export const partitionsBetween = (
  by: PartitionUnit,
  zone: string,
  from: Date,
  to: Date,
): readonly Partition[] => {
  const found: Partition[] = [];
  let begin = from;
  for (const end of cronTimes(begins[by], zone, from)) {
    if (begin >= to) break;
    found.push(partition(begin, end, by, zone));
    begin = end;
  }
  return found;
};

/** The last partition that is whole at a moment: what a run of that time is about. */
export const wholeBefore = (by: PartitionUnit, zone: string, at: Date): Partition | undefined => {
  const [to, from] = cronTimesBefore(begins[by], zone, new Date(at.getTime() + 1000), 2);
  return from && to ? partition(from, to, by, zone) : undefined;
};
