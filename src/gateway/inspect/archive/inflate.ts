import { once } from 'node:events';
import { createInflateRaw } from 'node:zlib';

/** What is unpacked of a deflate stream (RFC 1951), and what follows it. */
export interface Inflation {
  readonly bytes: AsyncIterable<Buffer>;
  /** Once all of it was read: packed bytes that belong to it, and what was read of those that follow. */
  readonly end: () => { readonly used: number; readonly rest: Buffer };
}

/** Inflates piece by piece, and knows where the stream ends: all that follows it is something else. */
export const inflating = (packed: AsyncIterator<Buffer>): Inflation => {
  // With so low a mark a piece is written only when the one before it was worked through.
  const inflate = createInflateRaw({ writableHighWaterMark: 1 } as object);
  let fed = 0;
  let last: Buffer = Buffer.alloc(0);
  let isOver = false;
  const over = new AbortController();
  inflate.once('end', () => {
    isOver = true;
    over.abort();
  });
  const feed = async (): Promise<void> => {
    while (!isOver) {
      const { value, done } = await packed.next();
      if (done) {
        inflate.end();
        return;
      }
      last = value;
      fed += value.length;
      if (!inflate.write(value)) await once(inflate, 'drain', { signal: over.signal }).catch(() => undefined);
    }
  };
  const bytes = async function* (): AsyncGenerator<Buffer> {
    const feeding = feed().catch((thrown) => inflate.destroy(thrown));
    try {
      yield* inflate;
      await feeding;
    } finally {
      isOver = true;
      over.abort();
      inflate.destroy();
    }
  };
  return {
    bytes: bytes(),
    end: () => {
      const used = inflate.bytesWritten;
      return { used, rest: last.subarray(last.length - (fed - used)) };
    },
  };
};

/** Whether something thrown is that packed bytes are damaged, and not a fault of a disk. */
export const isDamage = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && /^Z_/.test(String((thrown as NodeJS.ErrnoException).code));
