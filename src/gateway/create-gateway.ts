import { mkdir } from 'node:fs/promises';
import { failure } from '../base/errors/index.js';
import type { Gateway } from './gateway.js';
import type { GatewayOptions } from './options.js';
import { append } from './receive/append.js';
import { begin } from './receive/begin.js';
import { complete, setLength } from './receive/complete.js';
import { createDisk, FOLDER_MODE } from './receive/disk.js';
import { examine } from './receive/examine.js';
import { exclusive } from './receive/exclusive.js';
import { guarded } from './receive/faults.js';
import { createHolds } from './receive/holds.js';
import { list } from './receive/list.js';
import { createQueue, type Queue } from './receive/queue.js';
import { createQuota } from './receive/quota.js';
import { createRecords } from './receive/records.js';
import { recover } from './receive/recover.js';
import { expire, remove, retry } from './receive/remove.js';
import type { Room } from './receive/room.js';
import type { Session } from './receive/session.js';
import { settle } from './receive/settle.js';
import { createSettling } from './receive/settling.js';
import { createUnderWay } from './receive/under-way.js';
import type { UploadRecord } from './upload.js';

/** Milliseconds between two looks for uploads that have expired. */
const SWEEP = 60_000;
const CHANNEL_MODE = 0o750;

const createRoom = (options: GatewayOptions): Room => {
  const { folder, clock, stale, quotas, failpoint = () => {} } = options;
  const disk = createDisk(failpoint);
  const records = createRecords(folder, disk, clock, options.recents);
  const sessions = new Map<string, Session>();
  const quota = createQuota({ records, sessions, quotas, clock });
  const settling = createSettling(records);
  return { options, disk, records, sessions, quota, settling, holds: createHolds(clock, stale) };
};

const makeFolders = async ({ folder, channels }: GatewayOptions): Promise<void> => {
  const made = [[folder, FOLDER_MODE] as const, ...channels.map((of) => [of.folder, CHANNEL_MODE] as const)];
  for (const [path, mode] of made)
    await guarded('make the folder', path, () => mkdir(path, { recursive: true, mode }));
};

/** The calls of a gateway that is at work. */
const callsOf = (room: Room, queue: Queue): Omit<Gateway, 'close'> => {
  const examinedNext = async (record: UploadRecord): Promise<UploadRecord> => {
    if (record.state === 'quarantined') queue.add(record.id);
    else await settle(room, record);
    return record;
  };
  return {
    begin: async (asked) => {
      await expire(room);
      return begin(room, asked);
    },
    append: (...words) => append(room, ...words),
    offset: async (id) => room.sessions.get(id)?.offset ?? (await room.records.get(id)).bytes ?? 0,
    setLength: (id, length) => setLength(room, id, length),
    complete: async (id, digests) => examinedNext(await complete(room, id, digests)),
    get: (id) => room.records.get(id),
    list: (filter) => list(room.records, filter),
    remove: (id) => remove(room, id),
    retry: async (id) => examinedNext(await retry(room, id)),
    settled: (id, signal) => room.settling.wait(id, signal),
  };
};

/** What changes something is refused once the gateway closes, and waited for. */
const guardedCalls = (
  calls: Omit<Gateway, 'close'>,
  during: <T>(work: () => Promise<T>) => Promise<T>,
): Omit<Gateway, 'close'> => ({
  ...calls,
  begin: (asked) => during(() => calls.begin(asked)),
  append: (...words) => during(() => calls.append(...words)),
  setLength: (...words) => during(() => calls.setLength(...words)),
  complete: (...words) => during(() => calls.complete(...words)),
  remove: (id) => during(() => calls.remove(id)),
  retry: (id) => during(() => calls.retry(id)),
});

const opened = async (room: Room, letGo: () => Promise<void>): Promise<Gateway> => {
  const due = await recover(room);
  const queue = createQueue(room.options.examinations, async (id) => settle(room, await examine(room, id)));
  for (const id of due) queue.add(id);
  const { during, end } = createUnderWay(() => failure('MR8101', 'the gateway is closed'));
  const sweep = setInterval(() => void during(() => expire(room)).catch(() => undefined), SWEEP).unref();
  const close = async (): Promise<void> => {
    clearInterval(sweep);
    const ended = end();
    await room.holds.close();
    await ended;
    await queue.stop();
    room.settling.close();
    await letGo();
  };
  let closing: Promise<void> | undefined;
  return {
    ...guardedCalls(callsOf(room, queue), during),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

/**
 * Opens the gateway in a folder: takes up what an earlier process left, and goes on with it.
 *
 * @throws MR8116 to MR8118 where the folder cannot be used
 */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  await makeFolders(options);
  const letGo = await exclusive(options.folder, options.clock);
  try {
    return await opened(createRoom(options), letGo);
  } catch (thrown) {
    await letGo();
    throw thrown;
  }
};
