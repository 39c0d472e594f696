const LINE_FEED = 10;

/** A line, or what of one is in a piece of bytes; its end is in it. */
export interface LinePart {
  readonly bytes: Buffer;
  /** Lines that ended before it in the piece. */
  readonly number: number;
  readonly isEnded: boolean;
  /** Whether there is anything but white space in it. */
  readonly hasValue: boolean;
}

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** The lines of a piece of bytes. */
export const linesOf = function* (piece: Buffer): Generator<LinePart> {
  let number = 0;
  for (let at = 0; at < piece.length; number += 1) {
    const end = piece.indexOf(LINE_FEED, at);
    const bytes = piece.subarray(at, end < 0 ? piece.length : end + 1);
    yield { bytes, number, isEnded: end >= 0, hasValue: !bytes.every(isSpace) };
    at += bytes.length;
  }
};
