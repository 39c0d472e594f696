import type { FileHandle } from 'node:fs/promises';
import { refuse } from '../refuse.js';

/** Where the directory of a ZIP archive lies, and what follows it. */
export interface Directory {
  readonly start: number;
  readonly end: number;
  readonly entries: number;
  /** Where the records of the end begin, those of ZIP64 among them. */
  readonly ending: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const END_64 = 0x06064b50;
const END_64_SIZE = 56;
const LONGEST_COMMENT = 0xffff;

export const readAt = async (file: FileHandle, at: number, size: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, at);
  return buffer.subarray(0, bytesRead);
};

/** The place of the end record, whose comment ends with the file; -1 where there is none. */
export const endRecordAt = (tail: Buffer): number => {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END && tail.readUInt16LE(at + 20) === tail.length - at - END_SIZE)
      return at;
  return -1;
};

/** The last bytes of a file in which an end record can be. */
export const readTail = async (
  file: FileHandle,
  size: number,
): Promise<{ readonly tail: Buffer; readonly at: number }> => {
  const at = Math.max(0, size - END_SIZE - LONGEST_COMMENT);
  return { tail: await readAt(file, at, size - at), at };
};

const isPlain = (comment: Buffer): boolean =>
  comment.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));

/** What is written in ZIP64, where sizes and places are longer. */
const directory64 = async (
  name: string,
  file: FileHandle,
  locator: Buffer,
  ending: number,
): Promise<Directory> => {
  const at = Number(locator.readBigUInt64LE(8));
  const record = await readAt(file, at, END_64_SIZE);
  if (record.length < END_64_SIZE || record.readUInt32LE(0) !== END_64)
    return refuse('MR8214', `"${name}" has no ZIP64 end record where it says`);
  if (at + 12 + Number(record.readBigUInt64LE(4)) !== ending - LOCATOR_SIZE)
    refuse('MR8215', `"${name}" has bytes between the records of its end`);
  const start = Number(record.readBigUInt64LE(48));
  return {
    start,
    end: start + Number(record.readBigUInt64LE(40)),
    entries: Number(record.readBigUInt64LE(32)),
    ending: at,
  };
};

/** Finds the directory of a ZIP archive (APPNOTE 6.3.10, 4.3.14 to 4.3.16). */
export const readDirectory = async (name: string, file: FileHandle, size: number): Promise<Directory> => {
  const { tail, at } = await readTail(file, size);
  const found = endRecordAt(tail);
  if (found < 0)
    return refuse(
      'MR8204',
      `"${name}" has no end of a ZIP archive at its end: it was cut short, or something was put behind it`,
    );
  const end = tail.subarray(found);
  if (!isPlain(end.subarray(END_SIZE))) refuse('MR8215', `"${name}" has a comment that is no text`);
  const ending = at + found;
  const locator = found >= LOCATOR_SIZE ? tail.subarray(found - LOCATOR_SIZE, found) : undefined;
  if (locator?.readUInt32LE(0) === LOCATOR) return directory64(name, file, locator, ending);
  const start = end.readUInt32LE(16);
  return { start, end: start + end.readUInt32LE(12), entries: end.readUInt16LE(10), ending };
};
