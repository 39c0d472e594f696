import type { FileHandle } from 'node:fs/promises';
import { MillraceError } from '../../base/errors/index.js';
import { truncated, undoPart } from './chunk-journal.js';
import { changedBytes } from './faults.js';
import { sessionIn } from './receiving.js';
import { placesIn, type Room } from './room.js';

/** Undoes a part with a checksum that could be neither finished nor undone, as a start would. */
const settledJournal = async (room: Room, id: string, handle: FileHandle): Promise<void> => {
  const session = sessionIn(room, id);
  if (session.journal === undefined) return;
  await undoPart(room.disk, handle, placesIn(room, id), session.journal);
  session.journal = undefined;
};

/** What is past the offset does not count; where something before it is gone, it was taken by somebody else. */
export const fitted = async (room: Room, id: string, handle: FileHandle): Promise<void> => {
  await settledJournal(room, id, handle);
  const session = sessionIn(room, id);
  const { size } = await handle.stat();
  if (size < session.offset)
    throw new MillraceError([changedBytes(id, `${session.offset} were written, ${size} are there`)]);
  if (size > session.offset) await truncated(room.disk, handle, placesIn(room, id).content, session.offset);
};
