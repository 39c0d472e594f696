import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { failure } from '../../base/errors/index.js';
import type { UploadRecord } from '../upload.js';
import { guarded } from './faults.js';
import type { Hold } from './holds.js';
import type { UploadPlaces } from './places.js';
import type { Pull } from './pull.js';
import { channelOf, type Room } from './room.js';
import type { Session } from './session.js';
import { blockSize, createSink, type Sink } from './sink.js';

/** One request's bytes on their way to the disk. */
export interface Part {
  readonly room: Room;
  readonly record: UploadRecord;
  readonly places: UploadPlaces;
  readonly session: Session;
  readonly handle: FileHandle;
  readonly pull: Pull;
  readonly hold: Hold;
  /** Where the upload was before, and the hash up to there. */
  readonly start: number;
  readonly hash: Hash;
}

const beyond = ({ id, length, channel }: UploadRecord, limit: number) =>
  length === undefined
    ? failure('MR8107', `channel "${channel}" takes files of up to ${limit} bytes`)
    : failure('MR8108', `upload ${id} was declared with ${limit} bytes, and more came`);

/** The hash of the whole goes on in the session; `more` are of this part alone. */
export const partSink = (part: Part, more: readonly Hash[]): Sink => {
  const { room, record, session, handle, start } = part;
  const isCounted = more.length === 0;
  return createSink({
    handle,
    position: start,
    block: blockSize(room.holds.count()),
    hashes: session.hash ? [session.hash, ...more] : more,
    reserve: (position) => {
      if (record.length === undefined) room.quota.grow(record, position);
      session.reserved = position;
    },
    // Bytes of a part that has a checksum count once it was held against it.
    progress: (position) => {
      if (isCounted) session.offset = position;
    },
  });
};

/** Sends all that comes to the sink; what goes past the declared length or the limit of the channel is refused at once. */
export const sent = async ({ room, record, pull, hold, start, places }: Part, sink: Sink): Promise<void> => {
  const limit = record.length ?? channelOf(room, record.channel).maxBytes;
  let coming = start;
  for (let bytes = await pull.next(); bytes !== undefined; bytes = await pull.next()) {
    hold.touch();
    coming += bytes.length;
    if (coming > limit) throw beyond(record, limit);
    await guarded('write the content', places.content, () => sink.add(bytes));
  }
};

/** All of it is on disk; gives the position after it. */
export const finished = ({ room, places }: Part, sink: Sink): Promise<number> =>
  room.disk.step('write the content', places.content, sink.finish);

/** As it was before the part; where the disk does not do so either, the next part or the next start does. */
export const undone = async (part: Part, sink: Sink, undo: () => Promise<void>): Promise<void> => {
  const { session, start, hash } = part;
  await sink.settle();
  Object.assign(session, { offset: start, hash, reserved: start });
  await undo().catch(() => undefined);
};
