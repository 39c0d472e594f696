import { type FileHandle, open } from 'node:fs/promises';
import { failure } from '../base/errors/index.js';
import type { DataFile } from '../kit/index.js';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('unexpected end of file');
  return buffer;
};

/** Length of the frame header after the magic number, from its descriptor byte (RFC 8878, 3.1.1.1). */
const headerLength = (descriptor: number): number => {
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? single : 2 ** sizeFlag;
  return 1 + (single === 1 ? 0 : 1) + dictionary + contentSize;
};

const endOfBlocks = async (handle: FileHandle, start: number): Promise<number> => {
  for (let position = start; ; ) {
    const header = (await readAt(handle, position, 3)).readUIntLE(0, 3);
    const isRunLength = ((header >> 1) & 3) === 1;
    position += 3 + (isRunLength ? 1 : header >> 3);
    if ((header & 1) === 1) return position;
  }
};

const endOfFrame = async (handle: FileHandle, start: number): Promise<number> => {
  const magic = (await readAt(handle, start, 4)).readUInt32LE();
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE)
    return start + 8 + (await readAt(handle, start + 4, 4)).readUInt32LE();
  if (magic !== MAGIC) throw new Error('not a zstd frame');
  const descriptor = (await readAt(handle, start + 4, 1)).readUInt8();
  const end = await endOfBlocks(handle, start + 4 + headerLength(descriptor));
  return end + ((descriptor >> 2) & 1) * 4;
};

/**
 * Walks the frames and blocks of a zstd file by their headers (RFC 8878) and holds the end of the last one
 * against the end of the file. Nothing is decompressed, so it costs a few reads a megabyte.
 */
export const verifyZstd = async (file: DataFile, signal: AbortSignal): Promise<void> => {
  const handle = await open(file.path);
  try {
    let position = 0;
    while (position < file.bytes && !signal.aborted) position = await endOfFrame(handle, position);
    if (!signal.aborted && position !== file.bytes) throw new Error('unexpected end of file');
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure(
      'MR4002',
      `"${file.name}" is damaged or was cut short: ${reason}`,
      { dataFile: file.path },
      thrown,
    );
  } finally {
    await handle.close();
  }
};
