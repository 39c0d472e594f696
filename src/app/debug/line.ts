import {
  type ErrorCode,
  failure,
  type MillraceError,
  type Place,
  type ProblemDetails,
} from '../../base/errors/index.js';

/** A line that was typed, or stands in a script. */
export interface Line {
  /** The script, or what stands for the keyboard. */
  readonly file: string;
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A stretch of a line. */
export interface Piece {
  readonly text: string;
  /** Where it begins in the line, in UTF-16 units. */
  readonly offset: number;
}

/** A piece without the blanks around it. */
export const trimmed = ({ text, offset }: Piece): Piece => ({
  text: text.trim(),
  offset: offset + (text.length - text.trimStart().length),
});

/** The first word of a piece, and what follows. */
export const firstWord = (piece: Piece): readonly [Piece, Piece] => {
  const { text, offset } = trimmed(piece);
  const length = /^\S*/.exec(text)?.[0].length ?? 0;
  const rest = trimmed({ text: text.slice(length), offset: offset + length });
  return [{ text: text.slice(0, length), offset }, rest];
};

/** Where a stretch of the line stands, for a frame. */
export const placeIn = ({ file, number, text }: Line, offset: number, length: number): Place => ({
  file,
  line: number,
  column: offset + 1,
  length: Math.max(1, length),
  lineText: text,
});

/** Something wrong with a piece of a line, shown at its place. */
export const faultAt = (
  line: Line,
  { text, offset }: Piece,
  code: ErrorCode,
  message: string,
  details: ProblemDetails = {},
): MillraceError => failure(code, message, { place: placeIn(line, offset, text.length), ...details });
