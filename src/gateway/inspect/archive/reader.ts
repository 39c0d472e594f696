/** Takes bytes off the front of a stream. */
export interface ByteReader {
  /** So many bytes; fewer where the stream ends. */
  readonly take: (size: number) => Promise<Buffer>;
  /** Pieces of the next so many bytes, fewer where the stream ends; all of them must be read before anything else is taken. */
  readonly pieces: (size: number) => AsyncGenerator<Buffer>;
  /** The rest, from where it stands. */
  readonly rest: AsyncIterator<Buffer>;
}

export const createReader = (bytes: AsyncIterable<Buffer>): ByteReader => {
  const iterator = bytes[Symbol.asyncIterator]();
  let piece: Buffer = Buffer.alloc(0);
  const next = async (): Promise<Buffer | undefined> => {
    while (piece.length === 0) {
      const { value, done } = await iterator.next();
      if (done) return undefined;
      piece = value;
    }
    return piece;
  };
  const pieces = async function* (size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const at = await next();
      if (at === undefined) return;
      const part = at.subarray(0, left);
      piece = at.subarray(part.length);
      left -= part.length;
      yield part;
    }
  };
  return {
    take: async (size) => {
      const parts: Buffer[] = [];
      for await (const part of pieces(size)) parts.push(part);
      return Buffer.concat(parts);
    },
    pieces,
    rest: {
      next: async () => {
        const value = await next();
        piece = Buffer.alloc(0);
        return value === undefined ? { value: undefined, done: true } : { value };
      },
    },
  };
};
