import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import type { DataFile } from '../kit/index.js';
import type { TextSamples } from './text/look.js';

/** Files up to this size are looked at as a whole; of larger ones their start, and pieces of the middle and the end. */
const WHOLE = 1 << 20;
const HEAD = 1 << 17;
const PIECE = 1 << 16;

const readAt = async (handle: FileHandle, position: number, length: number): Promise<Uint8Array> => {
  const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** Pieces begin at even places, so that a character of two bytes is not cut. */
const even = (position: number): number => position - (position % 2);

const plainSamples = async (handle: FileHandle, bytes: number): Promise<TextSamples> => {
  if (bytes <= WHOLE) return { head: await readAt(handle, 0, bytes), others: [] };
  const middle = await readAt(handle, even(bytes / 2), PIECE);
  const end = await readAt(handle, even(bytes - PIECE), PIECE);
  return { head: await readAt(handle, 0, HEAD), others: [middle, end] };
};

/** So much is unpacked at most: of lines that repeat themselves a few bytes make many. */
const UNPACKED = WHOLE * 8;

/** What can be unpacked of the first bytes; whether they are sound is checked where the file is read. */
const unpacked = async (packed: Uint8Array): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const text = Readable.from([packed]).pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }));
    for await (const chunk of text) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= UNPACKED) break;
    }
  } catch {
    return new Uint8Array();
  }
  return Buffer.concat(chunks);
};

const gzipSamples = async (handle: FileHandle, bytes: number): Promise<TextSamples> => {
  const head = await unpacked(await readAt(handle, 0, Math.min(bytes, HEAD)));
  const isWhole = bytes <= HEAD && head.length < UNPACKED;
  return { head, others: isWhole ? [] : [new Uint8Array()] };
};

/** Bytes of a text file by which it is known. */
export const readSamples = async (file: DataFile): Promise<TextSamples> => {
  const handle = await open(file.path);
  try {
    return await (/\.gz$/i.test(file.path) ? gzipSamples : plainSamples)(handle, file.bytes);
  } finally {
    await handle.close();
  }
};
