import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** Fills a buffer from a place on as far as one step goes, and gives the number of bytes: 0 at the file's end. */
type Filler = (into: Buffer, at: number) => Promise<number>;

const unzipped = (path: string): Filler => {
  const pieces = createReadStream(path).pipe(createGunzip())[Symbol.asyncIterator]();
  let left: Buffer = Buffer.alloc(0);
  return async (into, at) => {
    if (left.length === 0) left = ((await pieces.next()).value as Buffer | undefined) ?? left;
    const copied = left.copy(into, at);
    left = left.subarray(copied);
    return copied;
  };
};

const PIECE = 1 << 20;
const LAST_LINE_END = Buffer.from('\n');

const readThrough = async (fill: Filler, take: (bytes: Buffer) => number): Promise<void> => {
  let window = Buffer.allocUnsafe(PIECE);
  let kept = 0;
  for (let read = await fill(window, 0); read > 0; read = await fill(window, kept)) {
    const bytes = window.subarray(0, kept + read);
    const taken = take(bytes);
    bytes.copyWithin(0, taken);
    kept = bytes.length - taken;
    if (kept === window.length) window = Buffer.concat([window], 2 * window.length);
  }
  take(Buffer.concat([window.subarray(0, kept), LAST_LINE_END]));
};

/**
 * Hands over the bytes of a file, unzipped, with a line end after the last: `take` gives how many it took, and what it
 * left begins the next piece. All pieces share one buffer, which is larger only where a record is.
 */
export const eachPiece = async (path: string, take: (bytes: Buffer) => number): Promise<void> => {
  if (/\.gz$/i.test(path)) return readThrough(unzipped(path), take);
  const file = await open(path);
  try {
    await readThrough(async (into, at) => (await file.read(into, at, into.length - at)).bytesRead, take);
  } finally {
    await file.close();
  }
};
