import type { FileHandle } from 'node:fs/promises';
import { type Entry, type LocalFileHeader, parseExtraFields, type ZipFile } from 'yauzl';
import { shown } from '../agree.js';
import { refuse } from '../refuse.js';
import { type Directory, readAt } from './zip-end.js';

/** A file in an archive, with where its packed bytes lie. */
export interface Placed {
  readonly entry: Entry;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Sizes and checksum follow the packed bytes instead of standing before them. */
const DESCRIPTOR = 8;
/** Flags of which both headers must say the same: encryption, descriptor, strong encryption, names, masked headers. */
const SAME_FLAGS = 0x1 | DESCRIPTOR | 0x40 | 0x800 | 0x2000;
const HEADER_SIZE = 30;
const MASKED = 0xffffffff;
const ZIP64 = 1;
/** Extra fields hold times and owners; more is room for something else. */
const MOST_EXTRA = 2048;
const SIGNATURE = 0x08074b50;

const contradiction = (archive: string, name: string, what: string): never =>
  refuse(
    'MR8214',
    `"${archive}" says of "${shown(name)}" in it two things: ${what} before it and in the directory`,
  );

/** Sizes that stand before the packed bytes, [unpacked, packed]. */
const sizesIn = (local: LocalFileHeader): readonly [number, number] => {
  const long = parseExtraFields(local.extraField).find(({ id }) => id === ZIP64)?.data;
  const { uncompressedSize, compressedSize } = local;
  if (!long || long.length < 16) return [uncompressedSize, compressedSize];
  return [
    uncompressedSize === MASKED ? Number(long.readBigUInt64LE(0)) : uncompressedSize,
    compressedSize === MASKED ? Number(long.readBigUInt64LE(8)) : compressedSize,
  ];
};

/** Programs that unpack as they receive go by the header before a file, others by the directory: both must say the same. */
const compare = (archive: string, name: string, entry: Entry, local: LocalFileHeader): void => {
  const differs = (what: string): never => contradiction(archive, name, what);
  if (!entry.fileNameRaw.equals(local.fileName)) differs('its name');
  if (entry.compressionMethod !== local.compressionMethod) differs('how it is packed');
  if ((entry.generalPurposeBitFlag ^ local.generalPurposeBitFlag) & SAME_FLAGS) differs('its flags');
  const [unpacked, packed] = sizesIn(local);
  const isLater = (entry.generalPurposeBitFlag & DESCRIPTOR) !== 0;
  const same = (stated: number, known: number): boolean => stated === known || (isLater && stated === 0);
  if (!same(local.crc32, entry.crc32)) differs('its checksum');
  if (!same(unpacked, entry.uncompressedSize) || !same(packed, entry.compressedSize)) differs('its size');
  if (local.extraField.length > MOST_EXTRA || entry.extraFieldRaw.length > MOST_EXTRA)
    refuse('MR8215', `"${archive}" has an extra field of more than ${MOST_EXTRA} bytes for "${shown(name)}"`);
};

/** The forms that a descriptor may have: with and without a signature, of 32 and of 64 bits. */
const descriptorSize = (
  { crc32, compressedSize, uncompressedSize }: Entry,
  after: Buffer,
): number | undefined => {
  const from = after.length >= 4 && after.readUInt32LE(0) === SIGNATURE ? [4, 0] : [0];
  for (const at of from) {
    if (after.length < at + 12 || after.readUInt32LE(at) !== crc32) continue;
    const isLong =
      after.length >= at + 20 &&
      after.readBigUInt64LE(at + 4) === BigInt(compressedSize) &&
      after.readBigUInt64LE(at + 12) === BigInt(uncompressedSize);
    if (isLong) return at + 20;
    if (after.readUInt32LE(at + 4) === compressedSize && after.readUInt32LE(at + 8) === uncompressedSize)
      return at + 12;
  }
  return undefined;
};

const endOf = async (archive: string, { entry, name, end }: Placed, file: FileHandle): Promise<number> => {
  if (!(entry.generalPurposeBitFlag & DESCRIPTOR)) return end;
  const size = descriptorSize(entry, await readAt(file, end, 24));
  return end + (size ?? contradiction(archive, name, 'its size or checksum'));
};

interface Named {
  readonly entry: Entry;
  readonly name: string;
}

/**
 * Holds where files lie in an archive against its directory: one after the other from the first byte on, and behind the
 * last one the directory and the end. What overlaps unpacks to more than was sent; what lies between is seen by nobody here,
 * and perhaps by others.
 */
export const placeEntries = async (
  archive: string,
  named: readonly Named[],
  zip: ZipFile,
  file: FileHandle,
  directory: Directory,
): Promise<readonly Placed[]> => {
  const ordered = named.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  const placed: Placed[] = [];
  let at = 0;
  const expectAt = (found: number, what: string): void => {
    if (found < at) refuse('MR8214', `${what} of "${archive}" lies over what is before it`);
    if (found > at)
      refuse(
        'MR8215',
        `"${archive}" has ${found - at} bytes ${at === 0 ? 'before its first file' : `that belong to nothing, at ${at}`}`,
      );
  };
  for (const { entry, name } of ordered) {
    expectAt(entry.relativeOffsetOfLocalHeader, `"${shown(name)}"`);
    const local = await zip.readLocalFileHeaderPromise(entry);
    compare(archive, name, entry, local);
    const start = at + HEADER_SIZE + local.fileNameLength + local.extraFieldLength;
    const place = { entry, name, start, end: start + entry.compressedSize };
    placed.push(place);
    at = await endOf(archive, place, file);
  }
  expectAt(directory.start, 'the directory');
  const size = (entry: Entry) => 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  at += named.reduce((sum, { entry }) => sum + size(entry), 0);
  expectAt(directory.end, 'the end of the directory');
  expectAt(directory.ending, 'the end');
  return placed;
};
