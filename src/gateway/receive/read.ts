import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

const BLOCK = 1 << 20;

/** The bytes of an open file from a place on, in blocks that are each used before the next is asked for. */
export async function* blocksOf(handle: FileHandle, from = 0, to = Number.POSITIVE_INFINITY) {
  const buffer = Buffer.allocUnsafeSlow(Math.min(BLOCK, Math.max(1, to - from)));
  for (let at = from; at < to; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The hash of an open file up to a place. */
export const hashed = async (
  handle: FileHandle,
  algorithm: 'sha256' | 'sha512',
  to?: number,
): Promise<Hash> => {
  const hash = createHash(algorithm);
  for await (const block of blocksOf(handle, 0, to)) hash.update(block);
  return hash;
};
