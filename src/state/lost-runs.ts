import { statSync } from 'node:fs';
import type { Clock } from '../base/clock.js';
import { livenessOf } from '../base/lock/index.js';
import type { RunIndexEntry } from '../kit/record.js';
import { HEARTBEAT_GRACE } from './heartbeat.js';
import { endLine } from './index-entry.js';
import type { RunPlaces, StorePlaces } from './places.js';
import { loadRecord } from './record-file.js';

const isSilent = ({ events }: RunPlaces, clock: Clock): boolean => {
  const stat = statSync(events, { throwIfNoEntry: false });
  return stat === undefined || clock.now().getTime() - stat.mtimeMs > HEARTBEAT_GRACE;
};

const isGone = (entry: RunIndexEntry, places: RunPlaces, clock: Clock): boolean => {
  const liveness = entry.process ? livenessOf(entry.process) : 'unknown';
  return liveness === 'dead' || (liveness === 'unknown' && isSilent(places, clock));
};

/**
 * What became of a run that says it is running.
 *
 * A process that is gone leaves it `interrupted`, unless it had written its record and only the index does not know.
 */
export const settle = (entry: RunIndexEntry, store: StorePlaces, clock: Clock): RunIndexEntry => {
  if (entry.status !== 'running') return entry;
  const places = store.run(entry.runId);
  if (!isGone(entry, places, clock)) return entry;
  const loaded = loadRecord(places, entry.runId);
  return loaded.kind === 'record' ? endLine(entry, loaded.record) : { ...entry, status: 'interrupted' };
};
