import type { Slice } from './cut.js';
import type { RecordLayout } from './layout.js';
import { piecesOf } from './pieces.js';
import { createScanner } from './scanner.js';

/**
 * How many records of a file stand before a slice, the header and blank lines among them: what an engine says of record or
 * line 3 of the slice is of that many more in the file. Reads all that is before the slice, so it is for faults alone.
 */
export const recordsBefore = async (
  { path, format, from }: RecordLayout,
  slice: Slice,
  signal?: AbortSignal,
): Promise<number> => {
  const scanner = createScanner(format);
  let count = format.kind === 'csv' ? format.above : 0;
  for await (const { bytes, at } of piecesOf(path, { from, signal })) {
    const known = bytes.subarray(0, Math.max(0, slice.from - at));
    for (let end = scanner.next(known, 0); end >= 0; end = scanner.next(known, end)) count += 1;
    if (at + bytes.length >= slice.from) break;
  }
  return count;
};
