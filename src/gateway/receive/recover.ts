import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { problem } from '../../base/errors/index.js';
import { inParallel } from '../../base/in-parallel.js';
import type { UploadRecord } from '../upload.js';
import { journalIn, undoPart } from './chunk-journal.js';
import { FOLDER_MODE, readWrite, withFile } from './disk.js';
import { guarded, unless } from './faults.js';
import { damagedFolder, isUploadId, placesOf, uploadsFolder } from './places.js';
import { readRecordText } from './record-file.js';
import { placesIn, type Room } from './room.js';
import { foundSession } from './session.js';

/** Files that are read at the same time. */
const READERS = 16;

/** What cannot be read is never used, and never thrown away. */
const movedAside = async ({ options }: Room, name: string): Promise<void> => {
  const { folder } = options;
  const to = join(damagedFolder(folder), `${name}-${options.clock.now().getTime()}`);
  await mkdir(damagedFolder(folder), { recursive: true, mode: FOLDER_MODE });
  await rename(join(uploadsFolder(folder), name), to);
  options.onWarning?.(
    problem('MR8119', `the record of upload ${name} cannot be read; the upload was moved aside`, {
      severity: 'warning',
      dataFile: to,
    }),
  );
};

/** The record in an upload's folder; one that has none was killed before it began, and is cleared. */
const readOrCleared = async (room: Room, name: string): Promise<UploadRecord | undefined> => {
  const { folder, record } = placesOf(room.options.folder, name);
  if (!isUploadId(name)) return void (await movedAside(room, name));
  const text = await unless(['ENOENT', 'ENOTDIR', 'EISDIR'], readFile(record, 'utf8'));
  if (text === undefined) return void (await rm(folder, { recursive: true, force: true }));
  await rm(`${record}.tmp`, { force: true });
  return readRecordText(text, name) ?? void (await movedAside(room, name));
};

/** Cuts off what a part left that was not verified, and finds where to go on. */
const foundBytes = async (room: Room, id: string): Promise<number> => {
  const places = placesIn(room, id);
  const verified = await journalIn(places);
  return withFile(places.content, readWrite, async (handle) => {
    const { size } = await handle.stat();
    if (verified === undefined) return size;
    if (verified <= size) await undoPart(room.disk, handle, places, verified);
    return Math.min(size, verified);
  });
};

const continued = async (room: Room, record: UploadRecord): Promise<void> => {
  const found = await unless(['ENOENT', 'ELOOP'], foundBytes(room, record.id));
  if (found === undefined) return movedAside(room, record.id);
  room.records.adopt(record);
  room.sessions.set(record.id, foundSession(found));
};

/** Whether there is more to do for an upload of which all bytes are there. */
const isDue = async (room: Room, { id, state, promotion }: UploadRecord): Promise<boolean> => {
  // What was being examined is examined anew, unless it had passed: then it is promoted.
  if (state === 'scanning' && promotion === undefined) await room.records.enter(id, 'quarantined');
  if (state === 'scanning' || state === 'quarantined') return true;
  // It is over; where its bytes are there, nobody was told.
  return state !== 'error' && (await unless(['ENOENT'], stat(placesIn(room, id).content))) !== undefined;
};

const taken = async (room: Room, name: string, due: string[]): Promise<void> => {
  const record = await readOrCleared(room, name);
  if (record === undefined) return;
  if (record.state === 'receiving') return continued(room, record);
  room.records.adopt(record);
  if (await isDue(room, record)) due.push(record.id);
};

/** Reads what an earlier process left, and brings it to where it can go on; gives those for which there is more to do. */
export const recover = async (room: Room): Promise<readonly string[]> => {
  const folder = uploadsFolder(room.options.folder);
  const due: string[] = [];
  await guarded('read the uploads', folder, async () => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    await chmod(folder, FOLDER_MODE);
    await inParallel(await readdir(folder), READERS, (name) => taken(room, name, due));
  });
  return due.toSorted();
};
