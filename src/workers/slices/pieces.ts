import { open } from 'node:fs/promises';

/** Some bytes of a file, and where they stand in it. */
export interface Piece {
  readonly bytes: Buffer;
  readonly at: number;
}

export interface PieceOptions {
  /** Where to begin. */
  readonly from?: number;
  /** Bytes of a piece. */
  readonly size?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of the bytes of each piece as it is read. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/** Fits the cache of a core: larger pieces are no faster. */
const PIECE = 1 << 20;

/** Reads a file in pieces, each when it is asked for. All pieces share one buffer: a piece is gone when the next is there. */
export const piecesOf = async function* (
  path: string,
  { from = 0, size = PIECE, signal, onRead }: PieceOptions = {},
): AsyncGenerator<Piece, void, undefined> {
  const file = await open(path);
  try {
    const window = Buffer.allocUnsafe(size);
    for (let at = from; ; ) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(window, 0, size, at);
      if (bytesRead === 0) return;
      onRead?.(bytesRead);
      yield { bytes: window.subarray(0, bytesRead), at };
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
};
