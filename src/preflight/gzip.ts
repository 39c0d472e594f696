import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failure } from '../base/errors/index.js';
import type { DataFile } from '../kit/index.js';

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Reads a gzip file to its end and holds its checksum against what comes out.
 *
 * The engine takes a file that was cut short for a shorter one; here it is MR4002.
 */
export const verifyGzip = async (file: DataFile, signal: AbortSignal): Promise<void> => {
  try {
    await pipeline(createReadStream(file.path), createGunzip({ chunkSize: 1 << 18 }), nowhere(), { signal });
  } catch (thrown) {
    if (signal.aborted) return;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure(
      'MR4002',
      `"${file.name}" is damaged or was cut short: ${reason}`,
      { dataFile: file.path },
      thrown,
    );
  }
};
