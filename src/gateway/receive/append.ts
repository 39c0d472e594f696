import type { FileHandle } from 'node:fs/promises';
import { failure } from '../../base/errors/index.js';
import type { ChunkChecksum } from '../digests.js';
import type { UploadRecord } from '../upload.js';
import { appendChecked } from './append-checked.js';
import { truncated } from './chunk-journal.js';
import { readWrite, withFile } from './disk.js';
import { guarded } from './faults.js';
import { fitted } from './fitted.js';
import type { Hold } from './holds.js';
import { finished, type Part, partSink, sent, undone } from './part.js';
import { createPull, type Pull } from './pull.js';
import { hashed } from './read.js';
import { holding, receivingRecord, sessionIn } from './receiving.js';
import { placesIn, type Room } from './room.js';

const faultOf = (work: Promise<void>): Promise<{ readonly thrown: unknown } | undefined> =>
  work.then(
    () => undefined,
    (thrown: unknown) => ({ thrown }),
  );

/**
 * Keeps what a connection that broke has sent, and what came before a limit was reached; what the disk did not take is as
 * if it had not come.
 */
const appendLoose = async (part: Part): Promise<number> => {
  const sink = partSink(part, []);
  const broken = await faultOf(sent(part, sink));
  const over = await faultOf(sink.flush());
  try {
    part.session.offset = await finished(part, sink);
  } catch (thrown) {
    await undone(part, sink, () => truncated(part.room.disk, part.handle, part.places.content, part.start));
    throw thrown;
  }
  const fault = over ?? broken;
  if (fault) throw fault.thrown;
  return part.session.offset;
};

/** An upload that bytes come for lives on; once in half of its time is enough to write. */
const prolonged = async ({ records, options }: Room, record: UploadRecord): Promise<UploadRecord> => {
  const now = options.clock.now().getTime();
  if (Date.parse(record.expires) - now > options.expiry / 2) return record;
  return records.write({ ...record, expires: new Date(now + options.expiry).toISOString() });
};

const appended = async (
  room: Room,
  id: string,
  pull: Pull,
  hold: Hold,
  checksums: readonly ChunkChecksum[],
): Promise<number> => {
  const record = await prolonged(room, await receivingRecord(room, id));
  const places = placesIn(room, id);
  const work = async (handle: FileHandle): Promise<number> => {
    await fitted(room, id, handle);
    const session = sessionIn(room, id);
    session.hash ??= await hashed(handle, 'sha256', session.offset);
    const before = { start: session.offset, hash: session.hash.copy() };
    const part: Part = { room, record, places, session, handle, pull, hold, ...before };
    return checksums.length > 0 ? appendChecked(part, checksums) : appendLoose(part);
  };
  return guarded('write the content', places.content, () => withFile(places.content, readWrite, work));
};

const wrongOffset = (id: string, asked: number, offset: number) =>
  failure('MR8105', `upload ${id} is at byte ${offset}, not at ${asked}`);

/** Appends bytes; see `Gateway.append`. */
export const append = async (
  room: Room,
  id: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
  ...checksums: readonly (ChunkChecksum | undefined)[]
): Promise<number> => {
  const pull = createPull(bytes);
  const promised = checksums.filter((each) => each !== undefined);
  try {
    await receivingRecord(room, id);
    const work = async (hold: Hold): Promise<number> => {
      const record = await receivingRecord(room, id);
      const session = sessionIn(room, record.id);
      if (offset !== session.offset) throw wrongOffset(id, offset, session.offset);
      return appended(room, id, pull, hold, promised);
    };
    return await holding(room, id, work, { end: pull.end });
  } finally {
    pull.close();
  }
};
