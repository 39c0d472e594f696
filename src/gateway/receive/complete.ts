import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { failure, type Problem, problem } from '../../base/errors/index.js';
import type { ExpectedDigests } from '../digests.js';
import type { UploadRecord } from '../upload.js';
import { isSame } from './append-checked.js';
import { checkLength } from './begin.js';
import { readWrite, withFile } from './disk.js';
import { guarded } from './faults.js';
import { fitted } from './fitted.js';
import { hashed } from './read.js';
import { holding, receivingRecord, sessionIn } from './receiving.js';
import { channelOf, placesIn, type Room } from './room.js';

/** What was received, as it is hashed. */
interface Received {
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly sha512?: Buffer;
}

/** SHA-256 was made while the bytes came; SHA-512 is made of those on disk, where it was promised. */
const received = async (
  handle: FileHandle,
  bytes: number,
  hash: Hash | undefined,
  { 'sha-512': wanted }: ExpectedDigests,
): Promise<Received> => {
  const sha256 = (hash?.copy() ?? (await hashed(handle, 'sha256'))).digest();
  if (wanted === undefined) return { bytes, sha256 };
  return { bytes, sha256, sha512: (await hashed(handle, 'sha512')).digest() };
};

const whole = async (room: Room, id: string, digests: ExpectedDigests): Promise<Received> => {
  const { content } = placesIn(room, id);
  return guarded('read the content', content, () =>
    withFile(content, readWrite, async (handle) => {
      await fitted(room, id, handle);
      const { offset, hash } = sessionIn(room, id);
      return received(handle, offset, hash, digests);
    }),
  );
};

/** What is wrong with the whole: nothing in it, or another digest than was promised, by whichever way. */
const faultsOf = (
  { id, expectedSha256 }: UploadRecord,
  { bytes, sha256, sha512 }: Received,
  digests: ExpectedDigests,
): readonly Problem[] => {
  if (bytes === 0) return [problem('MR8112', `upload ${id} has no bytes`)];
  const promised = [
    ['SHA-256', sha256, expectedSha256 === undefined ? undefined : Buffer.from(expectedSha256, 'hex')],
    ['SHA-256', sha256, digests['sha-256']],
    ['SHA-512', sha512, digests['sha-512']],
  ] as const;
  const other = promised.find(([, own, wanted]) => wanted && !(own && isSame(own, wanted)));
  if (other === undefined) return [];
  const [name, own, wanted] = other;
  return [
    problem('MR8111', `the ${name} of upload ${id} is not the one that was promised`, {
      notes: [`promised: ${wanted?.toString('hex')}`, `received: ${own?.toString('hex')}`],
    }),
  ];
};

const checkWhole = ({ id, length }: UploadRecord, offset: number): void => {
  if (length !== undefined && offset !== length)
    throw failure('MR8110', `upload ${id} has ${offset} of its ${length} bytes`);
};

/** A channel that is gone by now asks for nothing; what it takes is for the examination. */
const checkPromised = (
  room: Room,
  { id, channel, expectedSha256 }: UploadRecord,
  digests: ExpectedDigests,
) => {
  const isRequired = room.options.channels.some(
    ({ name, digest }) => name === channel && digest === 'required',
  );
  const isPromised = expectedSha256 !== undefined || digests['sha-256'] || digests['sha-512'];
  if (isRequired && !isPromised)
    throw failure('MR8139', `channel "${channel}" takes no file without a digest; upload ${id} has none`);
};

const completed = async (room: Room, id: string, digests: ExpectedDigests): Promise<UploadRecord> => {
  const record = await receivingRecord(room, id);
  const session = sessionIn(room, id);
  checkWhole(record, session.offset);
  checkPromised(room, record, digests);
  const got = await whole(room, id, digests);
  const problems = faultsOf(record, got, digests);
  const found = { bytes: got.bytes, sha256: got.sha256.toString('hex'), problems };
  const next = await room.records.enter(id, problems.length === 0 ? 'quarantined' : 'rejected', found);
  room.sessions.delete(id);
  return next;
};

/** All bytes are there; see `Gateway.complete`. */
export const complete = async (
  room: Room,
  id: string,
  digests: ExpectedDigests = {},
): Promise<UploadRecord> => {
  await receivingRecord(room, id);
  return holding(room, id, () => completed(room, id, digests));
};

/** See `Gateway.setLength`. */
export const setLength = async (room: Room, id: string, length: number): Promise<UploadRecord> => {
  const first = await receivingRecord(room, id);
  checkLength(length, channelOf(room, first.channel));
  return holding(room, id, async () => {
    const record = await receivingRecord(room, id);
    if (record.length === length) return record;
    const { offset } = sessionIn(room, id);
    if (record.length !== undefined || length < offset)
      throw failure(
        'MR8114',
        `upload ${id} has ${record.length ?? offset} bytes; its length cannot be ${length}`,
      );
    room.quota.grow(record, length);
    sessionIn(room, id).reserved = length;
    return room.records.write({ ...record, length });
  });
};
