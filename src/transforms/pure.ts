import { failure } from '../base/errors/index.js';
import type { Applied, Apply } from './applied.js';
import { type AnyBatch, sliceBatch } from './batch.js';

/** Rows of which it is tried whether batches of another size give the same. */
const TRIED = 512;
/** The sizes: small ones, and none that divides another. */
const SIZES = [1, 7, 101];

const cells = ({ columns, from, faults }: Applied, at: number): readonly string[] =>
  Object.entries(columns).flatMap(([name, values]) =>
    Array.from(values, (value, row) => {
      const source = (from ? Number(from[row]) : row) + at;
      const shown = faults.has(source - at)
        ? 'an error'
        : typeof value === 'bigint'
          ? `${value}n`
          : JSON.stringify(typeof value === 'boolean' ? Number(value) : value);
      return `row ${source + 1}, column "${name}": ${shown}`;
    }),
  );

const inPieces = (apply: Apply, batch: AnyBatch, rows: number, size: number): readonly string[] => {
  const all: string[][] = [];
  for (let from = 0; from < rows; from += size) {
    const to = Math.min(rows, from + size);
    all.push([...cells(apply(sliceBatch(batch, from, to), to - from), from)]);
  }
  return all.flat().sort();
};

const difference = (one: readonly string[], other: readonly string[]): readonly string[] | undefined => {
  if (one.length !== other.length) return [`${one.length} values at one time, ${other.length} at another`];
  const index = one.findIndex((text, place) => text !== other[place]);
  return index < 0 ? undefined : [`at one time ${one[index]}`, `at another ${other[index]}`];
};

/**
 * The same function, tried on the first rows that it is given: in one batch twice, and in batches of other sizes.
 *
 * @throws MR5005 with the first difference
 */
export const pureApply = (create: () => Apply): Apply => {
  const apply = create();
  let isTried = false;
  return (batch, rows) => {
    if (!isTried && rows > 0) {
      isTried = true;
      const tried = Math.min(rows, TRIED);
      const first = inPieces(create(), batch, tried, tried);
      for (const size of [tried, ...SIZES]) {
        const notes = difference(first, inPieces(create(), batch, tried, size));
        if (notes)
          throw failure('MR5005', 'the same rows gave different values', {
            notes: [...notes, `rows came in batches of ${tried}, then of ${size}`],
          });
      }
    }
    return apply(batch, rows);
  };
};
