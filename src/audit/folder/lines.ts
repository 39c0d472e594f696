import { createReadStream } from 'node:fs';
import { listSegments, type Segment } from './places.js';

const CHUNK = 1024 * 1024;
const LINE_END = 0x0a;

/** Lines that were read together. */
export interface Lines {
  readonly segment: Segment;
  /** Without their ends. */
  readonly lines: readonly Buffer[];
  /** What follows the last end of a line in the file, where its end was reached. */
  readonly rest?: Buffer;
}

/** Whole lines of some bytes, and what follows them. */
const parted = (bytes: Buffer): { readonly lines: readonly Buffer[]; readonly rest: Buffer } => {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return { lines, rest: bytes.subarray(start) };
};

/** The lines of a file from a byte on, as many at a time as were read at once. */
export async function* linesOf(segment: Segment, start = 0): AsyncGenerator<Lines> {
  const chunks: AsyncIterable<Buffer> = createReadStream(segment.path, { start, highWaterMark: CHUNK });
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const found = parted(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk);
    rest = found.rest;
    yield { segment, lines: found.lines };
  }
  if (rest.length > 0) yield { segment, lines: [], rest };
}

/** All lines of a trail, in order. */
export async function* linesOfTrail(folder: string): AsyncGenerator<Lines> {
  for (const segment of await listSegments(folder)) yield* linesOf(segment);
}
