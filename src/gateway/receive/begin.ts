import { failure } from '../../base/errors/index.js';
import { runId } from '../../base/ids.js';
import type { Channel } from '../channel.js';
import type { BeginUpload } from '../gateway.js';
import type { UploadRecord } from '../upload.js';
import { checkClientName } from './client-name.js';
import { newOnly, withFile } from './disk.js';
import { extensionOf } from './extensions.js';
import { uploadsFolder } from './places.js';
import { channelOf, placesIn, type Room } from './room.js';
import { newSession } from './session.js';

/** `type/subtype` as RFC 6838 has it. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
const SHA256 = /^[0-9a-f]{64}$/;

const checkType = ({ clientName, declaredType }: BeginUpload, channel: Channel): void => {
  if (!MEDIA_TYPE.test(declaredType)) throw failure('MR8137', 'the declared media type is none');
  const extension = extensionOf(clientName);
  const refused = extension?.types.find((type) => !channel.accept.includes(type));
  if (extension !== undefined && refused === undefined) return;
  const of = extension === undefined ? 'of this extension' : `"${extension.text}"`;
  throw failure('MR8136', `channel "${channel.name}" does not take files ${of}`, {
    notes: [`it takes: ${channel.accept.join(', ')}`],
  });
};

/** @throws MR8107, MR8112, MR8114 */
export const checkLength = (length: number, { name, maxBytes }: Channel): void => {
  if (!Number.isSafeInteger(length) || length < 0)
    throw failure('MR8114', 'the length of the file is no number of bytes');
  if (length === 0) throw failure('MR8112', 'the file has no bytes');
  if (length > maxBytes)
    throw failure('MR8107', `the file has ${length} bytes; channel "${name}" takes up to ${maxBytes}`);
};

const check = (asked: BeginUpload, channel: Channel): void => {
  checkClientName(asked.clientName);
  checkType(asked, channel);
  if (asked.length !== undefined) checkLength(asked.length, channel);
  if (asked.expectedSha256 !== undefined && !SHA256.test(asked.expectedSha256))
    throw failure('MR8138', 'the expected SHA-256 is none');
};

const newRecord = ({ options: { clock, expiry } }: Room, asked: BeginUpload): UploadRecord => {
  const now = clock.now();
  const { channel, principal, clientName, declaredType, length, expectedSha256 } = asked;
  return {
    id: runId(clock),
    channel,
    principal,
    clientName,
    declaredType,
    ...(length !== undefined && { length }),
    ...(expectedSha256 !== undefined && { expectedSha256 }),
    state: 'receiving',
    steps: [{ state: 'receiving', at: now.toISOString() }],
    problems: [],
    expires: new Date(now.getTime() + expiry).toISOString(),
  };
};

/** The record comes last: a folder without one is cleared at the next start. */
const written = async (room: Room, record: UploadRecord): Promise<UploadRecord> => {
  const { disk, options, records } = room;
  const { folder, content } = placesIn(room, record.id);
  await disk.makeFolder('the folder of the upload', folder);
  await disk.step('make the content', content, () => withFile(content, newOnly, async () => undefined));
  await disk.syncFolder('uploads', uploadsFolder(options.folder));
  return records.write(record);
};

/** Begins an upload; see `Gateway.begin`. */
export const begin = async (room: Room, asked: BeginUpload): Promise<UploadRecord> => {
  const { disk, quota, sessions } = room;
  check(asked, channelOf(room, asked.channel));
  const record = newRecord(room, asked);
  quota.begin(record);
  sessions.set(record.id, newSession());
  try {
    return await written(room, record);
  } catch (thrown) {
    sessions.delete(record.id);
    const { folder } = placesIn(room, record.id);
    await disk.remove('the folder of the upload', folder).catch(() => undefined);
    throw thrown;
  } finally {
    quota.begun(record);
  }
};
