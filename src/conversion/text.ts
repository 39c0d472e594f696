import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { failure, type MillraceError } from '../base/errors/index.js';
import type { ConversionTask } from '../kit/index.js';

type File = Pick<ConversionTask, 'path' | 'name'>;

export const isGzip = ({ path }: File): boolean => /\.gz$/i.test(path);

const PIECE = 1 << 20;

/** The bytes of a file as they were before it was packed. */
export const bytesOf = (file: File): Readable => {
  const raw = createReadStream(file.path, { highWaterMark: PIECE });
  if (!isGzip(file)) return raw;
  const unpacked = createGunzip({ chunkSize: PIECE });
  raw.once('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
};

/** The fault of a packed file that cannot be unpacked to its end. */
export const damaged = ({ name, path }: File, thrown: unknown): MillraceError =>
  failure(
    'MR4002',
    `"${name}" is damaged or was cut short: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    { dataFile: path },
    thrown,
  );

/** Whether an error is that of unpacking: the library's codes begin so. */
export const isUnpacking = (thrown: unknown): boolean =>
  thrown instanceof Error && /^Z_/.test((thrown as NodeJS.ErrnoException).code ?? '');

/** @throws MR4001 for a file without a byte, MR4035 for one that is packed in a way that only engines know */
export const checkFile = ({ name, path }: File, bytes: number): void => {
  if (bytes === 0) throw failure('MR4001', `"${name}" is empty`, { dataFile: path });
  if (/\.zst$/i.test(path))
    throw failure(
      'MR4035',
      `"${name}" is not unpacked: files of its format are read from .gz and .zip only`,
      {
        dataFile: path,
        mend: 'Ask the sender for the file as it is, or packed as .gz or .zip.',
      },
    );
};

const HEAD = 1 << 20;

/** What can be unpacked of the first bytes; whether they are sound shows where the file is read to its end. */
const unpackedHead = (packed: Uint8Array): Uint8Array => {
  try {
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: HEAD * 64 });
  } catch {
    return new Uint8Array();
  }
};

/** Bytes of the start of a file, and of its middle and end where it is larger than that and not packed. */
export const samplesOf = async (file: File): Promise<readonly Uint8Array[]> => {
  const handle = await open(file.path);
  try {
    const { size } = await handle.stat();
    checkFile(file, size);
    const at = async (position: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD), 0, HEAD, position);
      return buffer.subarray(0, bytesRead);
    };
    if (isGzip(file)) return [unpackedHead(await at(0))];
    // Pieces begin at even places, so that a character of two bytes is not cut.
    const even = (position: number): number => position - (position % 2);
    return size <= HEAD
      ? [await at(0)]
      : [await at(0), await at(even(size / 2)), await at(even(size - HEAD))];
  } finally {
    await handle.close();
  }
};

/** The text of bytes that come in pieces, without its byte order mark. */
export const decoded = async function* (bytes: Readable, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes) yield decoder.decode(piece as Uint8Array, { stream: true });
  yield decoder.decode();
};
