import type { AnyBatch } from './batch.js';
import type { Given } from './check-values.js';

/** What came of a batch: values by column, and what the function threw by row. */
export interface Applied {
  readonly columns: Given;
  /** Of rows that were made, the row of the batch that each is of; undefined where they are one for one. */
  readonly from?: ArrayLike<number>;
  readonly faults: ReadonlyMap<number, string>;
}

/** A function over batches, with what it keeps between them. */
export type Apply = (batch: AnyBatch, rows: number) => Applied;

export const NO_FAULTS: ReadonlyMap<number, string> = new Map();

/** Rows without values, one for each that goes in, and why. */
export const withoutValues = (
  names: readonly string[],
  rows: number,
  faults: ReadonlyMap<number, string>,
): Applied => ({
  columns: Object.fromEntries(names.map((name) => [name, new Array<unknown>(rows).fill(null)])),
  faults,
});

const isTyped = (values: unknown): values is Float64Array =>
  ArrayBuffer.isView(values) && !(values instanceof DataView);

/** Lists of values, each a typed array or not, as one of their own. */
const joinedValues = (lists: readonly ArrayLike<unknown>[]): ArrayLike<unknown> => {
  const [first] = lists;
  if (!isTyped(first) || lists.some((list) => list.constructor !== first.constructor))
    return lists.flatMap((list) => Array.from(list));
  const Typed = first.constructor as new (length: number) => Float64Array;
  const joined = new Typed(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list as Float64Array, at);
    at += list.length;
  }
  return joined;
};

/** The same values in lists of their own: an author may give the same list each time. */
export const copied = ({ columns, from, faults }: Applied): Applied => ({
  columns: Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, joinedValues([values])]),
  ),
  ...(from ? { from: Array.from(from) } : {}),
  faults,
});

/** A part of a batch, and the row of the batch that it begins with. */
export interface Part {
  readonly at: number;
  readonly applied: Applied;
}

/** What came of a batch, of which each part was applied on its own; there is one at least. */
export const together = (parts: readonly Part[]): Applied => {
  const [first, ...others] = parts;
  if (first && others.length === 0 && first.at === 0) return first.applied;
  const names = Object.keys(first?.applied.columns ?? {});
  const from = parts.flatMap(({ at, applied }) => Array.from(applied.from ?? [], (row) => row + at));
  return {
    columns: Object.fromEntries(
      names.map((name) => [name, joinedValues(parts.map(({ applied }) => applied.columns[name] ?? []))]),
    ),
    ...(first?.applied.from ? { from } : {}),
    faults: new Map(
      parts.flatMap(({ at, applied }) => [...applied.faults].map(([row, text]) => [row + at, text] as const)),
    ),
  };
};
