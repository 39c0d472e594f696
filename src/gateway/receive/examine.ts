import { type Problem, problemsOf } from '../../base/errors/index.js';
import type { Promotion, UploadRecord } from '../upload.js';
import { examination, type Found } from './examination.js';
import { isPromoted, promote, promotionOf } from './promote.js';
import { channelOf, type Room } from './room.js';

/** What was found in an examination that a record keeps. */
const foundIn = ({ type, scan }: Found): Found => ({ ...(type && { type }), ...(scan && { scan }) });

/** In error. A file that stands under its name already keeps its promotion, which is then finished by another attempt. */
const failed = async (
  room: Room,
  record: UploadRecord,
  promotion: Promotion,
  problems: readonly Problem[],
): Promise<UploadRecord> => {
  const kept = (await isPromoted(room, record, promotion)) ? { promotion } : {};
  return room.records.enter(record.id, 'error', { ...foundIn(record), ...kept, problems });
};

/** Brings a file that passed to where it goes; that it passed is on record by then. */
const promoted = async (room: Room, record: UploadRecord, promotion: Promotion): Promise<UploadRecord> => {
  try {
    await promote(room, record, promotion);
  } catch (thrown) {
    return failed(room, record, promotion, problemsOf(thrown));
  }
  return room.records.enter(record.id, 'promoted', { ...foundIn(record), promotion });
};

const examined = async (room: Room, record: UploadRecord): Promise<UploadRecord> => {
  const { records } = room;
  const { id } = record;
  const finding = await examination(room, record);
  const found = foundIn(finding);
  if (finding.kind !== 'passed')
    return records.enter(id, finding.kind, { ...found, problems: finding.problems });
  const promotion = promotionOf(channelOf(room, record.channel), record);
  const decided = await records.enter(id, 'scanning', { ...found, promotion });
  return promoted(room, decided, promotion);
};

/** In error for as long as this process lives, as the disk does not take the record: at the next start it is examined anew. */
const unrecorded = async (room: Room, id: string, thrown: unknown): Promise<UploadRecord> => {
  const record = await room.records.get(id);
  const step = { state: 'error' as const, at: room.options.clock.now().toISOString() };
  const next: UploadRecord = {
    ...record,
    state: 'error',
    steps: [...record.steps, step],
    problems: problemsOf(thrown),
  };
  room.records.pretend(next);
  return next;
};

/** Examines an upload, and promotes it where it passes; gives what it has become. */
export const examine = async (room: Room, id: string): Promise<UploadRecord> => {
  try {
    const before = await room.records.get(id);
    // It was over when an earlier process was killed, and has only to be told.
    if (before.state === 'promoted' || before.state === 'rejected') return before;
    // An earlier process has examined it, and was killed while it promoted it.
    if (before.state === 'scanning' && before.promotion)
      return await promoted(room, before, before.promotion);
    return await examined(room, await room.records.enter(id, 'scanning'));
  } catch (thrown) {
    return unrecorded(room, id, thrown);
  }
};
