import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The bytes of one file: of an upload, or of what stands in an archive. */
export interface Content {
  /** For people: `"orders.zip/day.csv"`, without the quotes. */
  readonly name: string;
  /** May be asked for once. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Where it lies on disk, if it does. */
  readonly path?: string;
}

const CHUNK = 1 << 18;

/** The bytes of a file, or of a part of it. */
export const fileBytes = (path: string, start = 0, end = Number.POSITIVE_INFINITY): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: CHUNK, start, end: end - 1 });

/** The first bytes, up to so many, and all of them again. */
export const peeked = async (
  bytes: AsyncIterable<Buffer>,
  size: number,
): Promise<{ readonly head: Buffer; readonly bytes: AsyncIterable<Buffer> }> => {
  const iterator = bytes[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const { value, done } = await iterator.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  const again = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* first.splice(0);
      for (;;) {
        const { value, done } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { head: Buffer.concat(first).subarray(0, size), bytes: again() };
};

/** The path of content, which is put into a private folder where it has none: some formats are read from their end. */
export const onDisk = async ({ path, bytes }: Content, folder: () => Promise<string>): Promise<string> => {
  if (path !== undefined) return path;
  const made = join(await folder(), randomUUID());
  await writeFile(made, bytes, { mode: 0o600 });
  return made;
};
