import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

const CHUNK = 4 * 1024 * 1024;

export interface Checksum {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Size and SHA-256 of a file, read in large chunks so that memory stays bounded. */
export const checksum = async (path: string): Promise<Checksum> => {
  const hash = createHash('sha256');
  let bytes = 0;
  // A buffer is made for each read: no larger than the file, or thousands of small files cost gigabytes of them.
  const highWaterMark = Math.max(1, Math.min(CHUNK, (await stat(path)).size));
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark });
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};
