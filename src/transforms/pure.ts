import { failure } from '../base/errors/index.js';
import type { Applied, Apply } from './applied.js';
import { type AnyBatch, sliceBatch } from './batch.js';

/** Rows of which it is tried whether batches of another size give the same. */
const TRIED = 512;
/** The sizes: small ones, and none that divides another. */
const SIZES = [1, 7, 101];

/** What stands for the values of a row for which the function threw. */
const ERROR = Symbol('an error');

/** Values by column, one after another as they were made, with the row that each is of. */
interface Made {
  readonly of: number[];
  readonly columns: Map<string, unknown[]>;
}

const add = (
  { of, columns }: Made,
  { columns: given, from, faults }: Applied,
  at: number,
  rows: number,
): void => {
  const count = from ? from.length : rows;
  for (let made = 0; made < count; made += 1) of.push((from ? Number(from[made]) : made) + at);
  for (const [name, values] of Object.entries(given)) {
    const all = columns.get(name) ?? [];
    columns.set(name, all);
    for (let made = 0; made < count; made += 1)
      all.push(faults.has(from ? Number(from[made]) : made) ? ERROR : values[made]);
  }
};

/** Rows that were made, in the order of those that they are of. */
const inOrder = ({ of, columns }: Made): Made => {
  const order = of.map((_, made) => made).sort((one, other) => (of[one] as number) - (of[other] as number));
  return {
    of: order.map((made) => of[made] as number),
    columns: new Map([...columns].map(([name, values]) => [name, order.map((made) => values[made])])),
  };
};

const inPieces = (apply: Apply, batch: AnyBatch, rows: number, size: number): Made => {
  const made: Made = { of: [], columns: new Map() };
  for (let at = 0; at < rows; at += size) {
    const end = Math.min(rows, at + size);
    add(made, apply(sliceBatch(batch, at, end), end - at), at, end - at);
  }
  return made.of.every((row, index) => index === 0 || row >= (made.of[index - 1] as number))
    ? made
    : inOrder(made);
};

const plain = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || Object.is(one, other) || plain(one) === plain(other);

const shown = (value: unknown): string => {
  if (value === ERROR) return 'an error';
  return typeof value === 'string'
    ? JSON.stringify(value)
    : `${String(value)}${typeof value === 'bigint' ? 'n' : ''}`;
};

const difference = (one: Made, other: Made): readonly string[] | undefined => {
  if (one.of.length !== other.of.length)
    return [`${one.of.length} rows at one time, ${other.of.length} at another`];
  for (const [index, row] of one.of.entries())
    for (const [name, values] of one.columns) {
      const [value, again] = [values[index], other.columns.get(name)?.[index]];
      if (row === other.of[index] && isSame(value, again)) continue;
      const at = (of: Made, cell: unknown): string =>
        `row ${(of.of[index] as number) + 1}, column "${name}": ${shown(cell)}`;
      return [`at one time ${at(one, value)}`, `at another ${at(other, again)}`];
    }
  return undefined;
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
