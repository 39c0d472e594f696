import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

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
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK });
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};
