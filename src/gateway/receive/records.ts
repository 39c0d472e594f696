import { readFile, rm } from 'node:fs/promises';
import type { Clock } from '../../base/clock.js';
import { failure } from '../../base/errors/index.js';
import type { UploadRecord, UploadState } from '../upload.js';
import type { Disk } from './disk.js';
import { guarded } from './faults.js';
import { placesOf, uploadsFolder } from './places.js';
import { readRecordText, recordText } from './record-file.js';

/** What is remembered of every upload; the rest of one that is over is read from disk when it is asked for. */
export interface UploadSummary {
  readonly id: string;
  readonly channel: string;
  readonly principal: string;
  readonly state: UploadState;
  readonly begun: string;
  readonly bytes: number;
}

/** The records of a gateway. Each is one file, replaced as a whole; that file is the truth. */
export interface Records {
  readonly get: (id: string) => Promise<UploadRecord>;
  /** Uploads that are not over, by id. */
  readonly live: ReadonlyMap<string, UploadRecord>;
  /** Newest first; nothing may be waited for in between. */
  readonly newest: (after?: string) => Iterable<UploadSummary>;
  /** Takes over what was read from disk. */
  readonly adopt: (record: UploadRecord) => void;
  /** Writes a record, and remembers it once it is on disk. */
  readonly write: (record: UploadRecord) => Promise<UploadRecord>;
  /** Goes into a state. */
  readonly enter: (id: string, state: UploadState, more?: Partial<UploadRecord>) => Promise<UploadRecord>;
  /** Remembers what the disk did not take; after a restart it is as the disk has it. */
  readonly pretend: (record: UploadRecord) => void;
  /** Removes an upload: its record first, since a folder without one is cleared at the next start. */
  readonly remove: (id: string) => Promise<void>;
}

/** So many records of uploads that are over are kept in memory: lists of the newest are asked for most. */
const RECENT = 1_000;

const isOver = ({ state }: UploadRecord): boolean => state === 'promoted' || state === 'rejected';

const summaryOf = (record: UploadRecord): UploadSummary => ({
  id: record.id,
  channel: record.channel,
  principal: record.principal,
  state: record.state,
  begun: record.steps[0]?.at ?? '',
  bytes: record.bytes ?? record.length ?? 0,
});

/** Where an id stands or would stand in ascending order. */
const placeIn = (ids: readonly string[], id: string): number => {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const unknownUpload = (id: string) =>
  failure('MR8103', `there is no upload ${JSON.stringify(id.slice(0, 40))}`);

const readRecord = async (folder: string, id: string): Promise<UploadRecord> => {
  const path = placesOf(folder, id).record;
  const text = await guarded('read the record', path, () => readFile(path, 'utf8'));
  const record = readRecordText(text, id);
  if (record === undefined)
    throw failure('MR8119', `the record of upload ${id} cannot be read`, { dataFile: path });
  return record;
};

/** The record in its next state; what an examination found, only where it is given anew. */
const stepped = (
  { type: _type, scan: _scan, promotion: _promotion, ...old }: UploadRecord,
  state: UploadState,
  at: string,
  more: Partial<UploadRecord>,
): UploadRecord => ({
  ...old,
  problems: [],
  ...more,
  state,
  steps: state === old.state ? old.steps : [...old.steps, { state, at }],
});

export const createRecords = (folder: string, disk: Disk, clock: Clock, recents = RECENT): Records => {
  const ids: string[] = [];
  const summaries = new Map<string, UploadSummary>();
  const live = new Map<string, UploadRecord>();
  const recent = new Map<string, UploadRecord>();

  const keepRecent = (record: UploadRecord): UploadRecord => {
    recent.delete(record.id);
    recent.set(record.id, record);
    const [oldest] = recent.keys();
    if (recent.size > recents && oldest !== undefined) recent.delete(oldest);
    return record;
  };
  const adopt = (record: UploadRecord): void => {
    if (!summaries.has(record.id)) ids.splice(placeIn(ids, record.id), 0, record.id);
    summaries.set(record.id, summaryOf(record));
    live.delete(record.id);
    recent.delete(record.id);
    if (isOver(record)) keepRecent(record);
    else live.set(record.id, record);
  };
  const get = async (id: string): Promise<UploadRecord> => {
    const known = live.get(id) ?? recent.get(id);
    if (known) return known;
    if (!summaries.has(id)) throw unknownUpload(id);
    const read = await readRecord(folder, id);
    // It may have been removed meanwhile.
    return summaries.has(id) ? keepRecent(read) : read;
  };
  const write = async (record: UploadRecord): Promise<UploadRecord> => {
    await disk.writeWhole(`record ${record.state}`, placesOf(folder, record.id).record, recordText(record));
    adopt(record);
    return record;
  };
  const forget = (id: string): void => {
    const at = placeIn(ids, id);
    if (ids[at] === id) ids.splice(at, 1);
    summaries.delete(id);
    live.delete(id);
    recent.delete(id);
  };
  function* newest(after?: string): Iterable<UploadSummary> {
    const from = after === undefined ? ids.length : placeIn(ids, after);
    for (let at = from - 1; at >= 0; at -= 1) {
      const summary = summaries.get(ids[at] ?? '');
      if (summary) yield summary;
    }
  }
  return {
    get,
    live,
    newest,
    adopt,
    write,
    pretend: adopt,
    enter: async (id, state, more = {}) =>
      write(stepped(await get(id), state, clock.now().toISOString(), more)),
    remove: async (id) => {
      const places = placesOf(folder, id);
      await disk.step('remove the record', places.record, () => rm(places.record, { force: true }));
      await disk.syncFolder('the removed record', places.folder);
      forget(id);
      await disk.remove('the upload', places.folder);
      await disk.syncFolder('uploads', uploadsFolder(folder));
    },
  };
};
