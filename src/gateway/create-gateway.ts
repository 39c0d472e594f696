import { mkdir } from 'node:fs/promises';
import { failure } from '../base/errors/index.js';
import type { Gateway } from './gateway.js';
import type { GatewayOptions } from './options.js';
import { append } from './receive/append.js';
import { begin } from './receive/begin.js';
import { complete, setLength } from './receive/complete.js';
import { createDisk, FOLDER_MODE } from './receive/disk.js';
import { exclusive } from './receive/exclusive.js';
import { guarded } from './receive/faults.js';
import { createHolds } from './receive/holds.js';
import { list } from './receive/list.js';
import { createQuota } from './receive/quota.js';
import { createRecords } from './receive/records.js';
import { recover } from './receive/recover.js';
import type { Room } from './receive/room.js';
import type { Session } from './receive/session.js';

const createRoom = (options: GatewayOptions): Room => {
  const { folder, clock, stale, quotas, failpoint = () => {} } = options;
  const disk = createDisk(failpoint);
  const records = createRecords(folder, disk, clock);
  const sessions = new Map<string, Session>();
  const quota = createQuota({ records, sessions, quotas, clock });
  return { options, disk, records, sessions, quota, holds: createHolds(clock, stale) };
};

/**
 * Opens the gateway in a folder: takes up what an earlier process left, and goes on with it.
 *
 * @throws MR8116 to MR8118 where the folder cannot be used
 */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { folder, clock } = options;
  await guarded('make the folder', folder, () => mkdir(folder, { recursive: true, mode: FOLDER_MODE }));
  const letGo = await exclusive(folder, clock);
  const room = createRoom(options);
  await recover(room);
  let isClosed = false;
  const open = (): Room => {
    if (isClosed) throw failure('MR8101', 'the gateway is closed');
    return room;
  };
  return {
    begin: async (asked) => begin(open(), asked),
    append: async (id, offset, bytes, checksum) => append(open(), id, offset, bytes, checksum),
    offset: async (id) => room.sessions.get(id)?.offset ?? (await room.records.get(id)).bytes ?? 0,
    setLength: async (id, length) => setLength(open(), id, length),
    complete: async (id, digests) => complete(open(), id, digests),
    get: (id) => room.records.get(id),
    list: (filter) => list(room.records, filter),
    remove: async () => {},
    retry: (id) => room.records.get(id),
    settled: (id) => room.records.get(id),
    close: async () => {
      isClosed = true;
      await room.holds.endAll();
      await letGo();
    },
  };
};
