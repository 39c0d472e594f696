import { isMarkAt, type RecordLayout } from './layout.js';
import { piecesOf } from './pieces.js';
import { createScanner, type Scanner } from './scanner.js';

/** Whole records of a file: its bytes from a place up to another, which is not part of them. */
export interface Slice {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export interface CutOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of the bytes of each piece as it is read. */
  readonly onRead?: (bytes: number) => void;
  /** Bytes that are read at once. */
  readonly piece?: number;
}

/** Most lines are far shorter. */
const SHORT_PIECE = 1 << 16;

const FIRST_OF_MARK = 0xef;

/** Whether a slice may begin here: the engine would drop a byte order mark that is part of a record. */
const mayBegin = (bytes: Buffer, at: number): boolean =>
  at + 2 < bytes.length ? !isMarkAt(bytes, at) : at < bytes.length && bytes[at] !== FIRST_OF_MARK;

/** The first place at or after a goal at which a slice may begin; undefined where the piece ends before. */
const cutAfter = (scanner: Scanner, bytes: Buffer, from: number, goal: number): number | undefined => {
  // The line end that stands right before the goal is one to cut at.
  const before = Math.max(from, goal - 1);
  scanner.pass(bytes, from, Math.min(before, bytes.length));
  if (before >= bytes.length) return undefined;
  for (let at = scanner.next(bytes, before); at >= 0; at = scanner.next(bytes, at))
    if (mayBegin(bytes, at)) return at;
  return undefined;
};

type Cut = AsyncGenerator<number, void, undefined>;

/** Places to cut CSV at: all of the file is read, for a quote may open anywhere. */
const csvCuts = async function* (layout: RecordLayout, target: number, options: CutOptions): Cut {
  const { path, format, from: first, to } = layout;
  const scanner = createScanner(format);
  let from = first;
  for await (const { bytes, at } of piecesOf(path, { ...options, from: first, size: options.piece })) {
    let place = cutAfter(scanner, bytes, 0, from + target - at);
    while (place !== undefined) {
      from = at + place;
      yield from;
      place = cutAfter(scanner, bytes, place, from + target - at);
    }
    if (at + bytes.length >= to) return;
  }
};

/** Places to cut lines at: what stands before a goal is not read. */
const lineCuts = async function* (layout: RecordLayout, target: number, options: CutOptions): Cut {
  const { path, format, to } = layout;
  const { piece: size = SHORT_PIECE } = options;
  const scanner = createScanner(format);
  const cutFrom = async (goal: number): Promise<number> => {
    // The line end that stands right before the goal is one to cut at.
    for await (const { bytes, at } of piecesOf(path, { ...options, from: goal - 1, size })) {
      const place = cutAfter(scanner, bytes, 0, 1);
      if (place !== undefined) return at + place;
    }
    return to;
  };
  for (let from = layout.from; from + target < to; ) {
    from = await cutFrom(from + target);
    yield from;
  }
};

/**
 * Cuts a file into slices of whole records, of about `target` bytes each, in their order. The file is read once, a piece at a
 * time, and no further than the slices that were taken need; of lines only what stands around the cuts is read.
 *
 * @throws what the signal was aborted with
 */
export const slicesOf = async function* (
  layout: RecordLayout,
  target: number,
  options: CutOptions = {},
): AsyncGenerator<Slice, void, undefined> {
  const { path, to } = layout;
  let { from } = layout;
  const cuts = layout.format.kind === 'csv' ? csvCuts : lineCuts;
  for await (const cut of cuts(layout, Math.max(1, target), options)) {
    if (cut >= to) break;
    yield { path, from, to: cut };
    from = cut;
  }
  if (from < to) yield { path, from, to };
};
