import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failure } from '../base/errors/index.js';
import { copyOf, type DataFile } from '../kit/index.js';
import type { TextLook } from './text/look.js';
import { plainCsv } from './text/plain-csv.js';

const bytesOf = (file: DataFile): Readable => {
  const raw = createReadStream(file.path, { highWaterMark: 1 << 20 });
  if (!/\.gz$/i.test(file.path)) return raw;
  const unpacked = createGunzip({ chunkSize: 1 << 20 });
  raw.once('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
};

const decoded = async function* (bytes: Readable, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let isStart = true;
  for await (const piece of bytes) {
    const text = decoder.decode(piece as Uint8Array, { stream: true });
    yield isStart ? text.replace(/^\uFEFF+/, '') : text;
    isStart = false;
  }
  yield decoder.decode();
};

/** Copies the table of a text file as plain CSV in UTF-8, for engines that cannot read it as it is. */
export const copyAsPlainCsv = async (
  file: DataFile,
  look: TextLook,
  folder: string,
  number: number,
): Promise<DataFile> => {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${number}.csv`);
  try {
    const lines = plainCsv(decoded(bytesOf(file), look.encoding), look);
    await pipeline(Readable.from(lines), createWriteStream(path));
  } catch (thrown) {
    if (!/\.gz$/i.test(file.path)) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure(
      'MR4002',
      `"${file.name}" is damaged or was cut short: ${reason}`,
      { dataFile: file.path },
      thrown,
    );
  }
  return { ...copyOf(file, { path, bytes: (await stat(path)).size }), isCopy: true };
};
