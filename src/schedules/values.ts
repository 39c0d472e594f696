import { own } from '../base/own.js';
import type { Document } from '../spec/index.js';
import type { Partition } from './partitions.js';
import { zoneOf } from './times.js';
import { zoned } from './zone.js';

/** A moment as a parameter's type writes it: dates in the zone of the schedule, timestamps in UTC. */
const written = (at: Date, type: string | undefined, zone: string): string => {
  if (type === 'date') return zoned(at, zone).slice(0, 10);
  return type === 'timestamp' ? at.toISOString() : zoned(at, zone);
};

/** The parameters that say over which partition a run goes. */
export const partitionParams = (
  { schedule, params = {} }: Document,
  { from, to }: Partition,
): Readonly<Record<string, string>> => {
  const named = schedule?.partitions;
  if (!schedule || !named) return {};
  const bounds = [
    [named.from, from],
    [named.to, to],
  ] as const;
  return Object.fromEntries(
    bounds.flatMap(([name, at]) =>
      name === undefined ? [] : [[name, written(at, own(params, name)?.type, zoneOf(schedule))]],
    ),
  );
};
