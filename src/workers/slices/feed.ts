import { closeSync, openSync, readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { failure } from '../../base/errors/index.js';
import type { Slice } from './cut.js';
import { openPipe } from './pipe.js';

export interface FeedOptions {
  /** Bytes that are held at most: read from the file and not yet taken by the pipe. */
  readonly limit?: number;
  /** Told of the bytes that the pipe took. */
  readonly onFed?: (bytes: number) => void;
}

/** A pipe of Linux holds as much. */
const LIMIT = 1 << 16;

/** Writes, and waits until the pipe has taken all; false where its reader has left. */
const written = async (out: Socket, bytes: Buffer): Promise<boolean> =>
  new Promise((resolve, reject) => {
    out.write(bytes, (problem) => {
      if (!problem) resolve(true);
      else if ((problem as NodeJS.ErrnoException).code === 'EPIPE') resolve(false);
      else reject(problem);
    });
  });

/** In this thread: a read of a few pages is done sooner than another thread is told of it, and an engine may hold them all. */
const fill = (file: number, window: Buffer, { path, to }: Slice, at: number): Buffer => {
  const bytes = readSync(file, window, 0, Math.min(window.length, to - at), at);
  if (bytes === 0) throw failure('MR5010', 'it is shorter than it was', { dataFile: path });
  return window.subarray(0, bytes);
};

const feed = async (out: Socket, slice: Slice, { limit = LIMIT, onFed }: FeedOptions): Promise<number> => {
  const file = openSync(slice.path, 'r');
  try {
    const window = Buffer.allocUnsafe(limit);
    let at = slice.from;
    while (at < slice.to) {
      const bytes = fill(file, window, slice, at);
      if (!(await written(out, bytes))) break;
      at += bytes.length;
      onFed?.(bytes.length);
    }
    return at - slice.from;
  } finally {
    closeSync(file);
  }
};

const closed = async (out: Socket): Promise<void> => {
  if (out.closed) return;
  const gone = new Promise((resolve) => out.once('close', resolve));
  out.destroy();
  await gone;
};

/**
 * Writes the bytes of a slice into a pipe from which an engine reads, and closes it. Gives the bytes that the pipe took: fewer than the
 * slice has where the reader left before its end. A reader cannot tell an end from a break: where this throws, what
 * was read is not the slice, even if the reader is content. A pipe may be used again, which spares its making, once both
 * have ended: a reader that came sooner would be given the rest of the slice before.
 *
 * @param signal ends it at once, also while no reader has opened the pipe
 * @throws MR5010 where the file is shorter than the slice; what the signal was aborted with
 */
export const feedSlice = async (
  slice: Slice,
  pipe: string,
  signal: AbortSignal,
  options: FeedOptions = {},
): Promise<number> => {
  const out = await openPipe(pipe, signal);
  // What goes wrong is told by the write that is under way.
  out.on('error', () => {});
  addAbortSignal(signal, out);
  try {
    return await feed(out, slice, options);
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown;
  } finally {
    await closed(out);
  }
};
