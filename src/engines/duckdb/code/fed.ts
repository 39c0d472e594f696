import { existsSync } from 'node:fs';
import type { PipedSlice } from '../../../kit/index.js';
import { feedSlice, makePipe } from '../../../workers/index.js';

/**
 * Does what reads a slice, while its bytes go into the pipe: no more of them than the pipe and a buffer hold.
 *
 * @throws what the reading throws, or else what kept the bytes from coming: a reader takes a break for the end
 */
export const fed = async <T>(slice: PipedSlice | undefined, work: () => Promise<T>): Promise<T> => {
  if (!slice) return work();
  const stop = new AbortController();
  const { signal } = stop;
  if (!existsSync(slice.pipe)) await makePipe(slice.pipe);
  let broken: { readonly reason: unknown } | undefined;
  const feeding = feedSlice(slice, slice.pipe, signal).catch((reason: unknown) => {
    if (!signal.aborted) broken = { reason };
  });
  // What the work did not read when it is done it does not need.
  const done = await work().finally(() => stop.abort());
  await feeding;
  if (broken) throw broken.reason;
  return done;
};
