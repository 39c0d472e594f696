import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  CARRIAGE_RETURN,
  FIRST_PRIME,
  FIRST_START,
  LINE_FEED,
  QUOTE,
  SECOND_FACTOR,
  SECOND_START,
} from './fingerprint.js';
import type { Wanted } from './wanted.js';

/** Where a scan is inside of its file. */
interface Position {
  first: number;
  second: number;
  isQuoted: boolean;
  isBlank: boolean;
  /** Lines that are no records: what stands above the table. */
  above: number;
  record: number;
}

/** One pass over bytes, the only loop of a run over each byte in JavaScript: hashes and states are kept in locals. */
const scanPiece = (
  piece: Uint8Array,
  position: Position,
  wanted: Wanted,
  onFound: (row: number, record: number) => void,
): void => {
  const { marks, mask } = wanted;
  let { first, second, isQuoted, isBlank, above, record } = position;
  for (let at = 0; at < piece.length; at += 1) {
    const byte = piece[at] as number;
    if (byte === QUOTE) {
      isQuoted = !isQuoted;
      isBlank = false;
    } else if (byte === LINE_FEED && !isQuoted) {
      if (above > 0) above -= 1;
      else if (!isBlank) {
        record += 1;
        const row = marks[first & mask] === 0 ? undefined : wanted.take({ first, second });
        if (row !== undefined) onFound(row, record);
      }
      first = FIRST_START;
      second = SECOND_START;
      isBlank = true;
    } else if (byte !== CARRIAGE_RETURN) {
      first = Math.imul(first ^ byte, FIRST_PRIME);
      second = (Math.imul(second, SECOND_FACTOR) + byte) | 0;
      isBlank = false;
    }
  }
  Object.assign(position, { first, second, isQuoted, isBlank, above, record });
};

const PIECE = 1 << 20;
const MARK = [0xef, 0xbb, 0xbf];

const withoutMark = (piece: Uint8Array): Uint8Array =>
  MARK.every((byte, at) => piece[at] === byte) ? piece.subarray(MARK.length) : piece;

/**
 * Finds records of a UTF-8 CSV file by what is in their fields, and gives the number of each, from 1: lines above the
 * table and blank lines do not count. `above` is the number of lines before the first record.
 */
export const findRecords = async (
  path: string,
  above: number,
  wanted: Wanted,
  onFound: (row: number, record: number) => void,
): Promise<void> => {
  const position: Position = {
    first: FIRST_START,
    second: SECOND_START,
    isQuoted: false,
    isBlank: true,
    above,
    record: 0,
  };
  const file = createReadStream(path, { highWaterMark: PIECE });
  const pieces = (/\.gz$/i.test(path) ? file.pipe(createGunzip()) : file) as AsyncIterable<Buffer>;
  let isStart = true;
  for await (const piece of pieces) {
    scanPiece(isStart ? withoutMark(piece) : piece, position, wanted, onFound);
    isStart = false;
  }
  scanPiece(Uint8Array.of(LINE_FEED), position, wanted, onFound);
};
