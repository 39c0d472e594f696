import { type Applied, type Apply, copied, NO_FAULTS, type Part, together } from './applied.js';
import { faulty } from './around.js';
import { type AnyBatch, sliceBatch } from './batch.js';
import { Thrown } from './thrown.js';

/** Calls the author's function; what comes back was held against what it declares. */
export type Call = (batch: AnyBatch, rows: number) => Omit<Applied, 'faults'>;

/** Rows of a part of a batch for which the function threw: about the root of the rows of a batch, so that it has as many parts. */
const PART = 48;

/** What came of rows, or undefined where the function threw and they are to be taken in smaller parts. */
type Tried = (batch: AnyBatch, rows: number) => Applied | undefined;

const inParts = (apply: Apply, batch: AnyBatch, rows: number, size: number): Applied => {
  const parts: Part[] = [];
  for (let at = 0; at < rows; at += size) {
    const end = Math.min(rows, at + size);
    parts.push({ at, applied: copied(apply(sliceBatch(batch, at, end), end - at)) });
  }
  return together(parts);
};

/**
 * Takes a batch for which the function throws in parts, and those for which it throws again row by row, until it is
 * known of each row whether it does. However many rows are bad, the function sees none more than three times.
 */
export const narrowed = (
  call: Call,
  names: readonly string[],
  makesRows: boolean,
  words: (thrown: unknown) => string,
): Apply => {
  const tried: Tried = (batch, rows) => {
    try {
      return { ...call(batch, rows), faults: NO_FAULTS };
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      return rows === 1 ? faulty(names, makesRows, words(thrown.reason)) : undefined;
    }
  };
  const apply: Apply = (batch, rows) =>
    tried(batch, rows) ?? inParts(apply, batch, rows, rows > PART ? PART : 1);
  return apply;
};
