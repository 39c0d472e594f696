import { failure } from '../base/errors/index.js';
import type { PartitionedTransform, TransformColumns } from '../kit/index.js';
import type { Applied, Apply } from './apply.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { checkedColumns } from './check-values.js';

type Partitioned = PartitionedTransform<TransformColumns, TransformColumns, unknown>['partitioned'];

/** Where the rows of the same key end, one place for each key of the batch. */
export const keyEnds = (batch: AnyBatch, rows: number, by: readonly string[]): readonly number[] => {
  const columns = by.flatMap((name) => batch[name] ?? []);
  const ends: number[] = [];
  for (let row = 1; row < rows; row += 1)
    if (columns.some((column) => cellAt(column, row) !== cellAt(column, row - 1))) ends.push(row);
  return rows === 0 ? ends : [...ends, rows];
};

/** The key of a row, to be held against that of another batch. */
export const keyAt = (batch: AnyBatch, row: number, by: readonly string[]): string =>
  by
    .map(
      (name) =>
        `${batch[name] ? String(cellAt(batch[name], row)) : ''}`.replace(/[\\,]/g, '\\$&') +
        (batch[name]?.isNull(row) ? '\\0' : ''),
    )
    .join(',');

/** The state of the key at hand; `broken` says what was thrown for a row of it. */
interface Open {
  readonly key: string;
  readonly state: unknown;
  readonly broken?: string;
}

const PLAIN: readonly unknown[] = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null];

/**
 * A state that a copy is as good as: batches may have to be put through once more.
 *
 * @throws MR5004 for what holds functions, or is of a class
 */
const mustBePlain = (state: unknown): void => {
  const isObject = typeof state === 'object' && state !== null;
  const isPlain =
    isObject &&
    (PLAIN.includes(Object.getPrototypeOf(state)) || ArrayBuffer.isView(state)) &&
    isCloned(state);
  if (isPlain) return;
  throw failure('MR5004', 'the state from `start` is no plain object', {
    mend: 'Let `start` give an object, list, Map or Set of plain values; `map` changes it in place.',
  });
};

const isCloned = (state: unknown): boolean => {
  try {
    structuredClone(state);
    return true;
  } catch {
    return false;
  }
};

const AFTER = 'comes after a row of its key for which the function threw';

/** How many of the first rows the function takes without throwing, by halves. */
const goodRows = (works: (rows: number) => boolean, rows: number): number => {
  let [good, bad] = [0, rows];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (works(middle)) good = middle;
    else bad = middle;
  }
  return good;
};

const nulls = (names: readonly string[], rows: number): Record<string, unknown[]> =>
  Object.fromEntries(names.map((name) => [name, new Array<unknown>(rows).fill(null)]));

/**
 * Applies a function to rows that come by their key and in order. Where it throws, the row and those of its key after
 * it are set aside: their state is not known.
 */
export const applyPartitioned = (
  { by, start, map }: Partitioned,
  writes: TransformColumns,
  words: (thrown: unknown) => string,
): Apply => {
  const names = Object.keys(writes);
  let open: Open | undefined;
  let isKnownPlain = false;
  const begun = (): unknown => {
    const state = start();
    if (!isKnownPlain) mustBePlain(state);
    isKnownPlain = true;
    return state;
  };
  /** Rows of one key; `fresh` gives a state as it was before them. */
  const ofKey = (batch: AnyBatch, rows: number, key: string): Applied => {
    const carried = open?.key === key ? open : undefined;
    if (carried?.broken !== undefined) return broken(rows, 0, new Map());
    const kept = carried ? structuredClone(carried.state) : undefined;
    const fresh = (): unknown => (carried ? structuredClone(kept) : start());
    const state = carried ? carried.state : begun();
    let made: unknown;
    try {
      made = map(batch as never, rows, state);
    } catch (thrown) {
      return failed(batch, rows, key, fresh, thrown);
    }
    open = { key, state };
    const columns = checkedColumns(made, writes, rows);
    // The author may give the same list each time: what is in it is copied before the next call.
    const own = Object.fromEntries(names.map((name) => [name, Array.from(columns[name] ?? [])]));
    return { columns: own, faults: new Map() };
  };
  const broken = (rows: number, from: number, first: ReadonlyMap<number, string>): Applied => ({
    columns: nulls(names, rows),
    faults: new Map([
      ...first,
      ...Array.from({ length: rows - from }, (_, index) => [from + index, AFTER] as const).filter(
        ([row]) => !first.has(row),
      ),
    ]),
  });
  const failed = (
    batch: AnyBatch,
    rows: number,
    key: string,
    fresh: () => unknown,
    thrown: unknown,
  ): Applied => {
    let reason = thrown;
    const works = (count: number): boolean => {
      try {
        map(sliceBatch(batch, 0, count) as never, count, fresh());
        return true;
      } catch (again) {
        reason = again;
        return false;
      }
    };
    const good = goodRows(works, rows);
    const head =
      good === 0
        ? nulls(names, 0)
        : checkedColumns(map(sliceBatch(batch, 0, good) as never, good, fresh()), writes, good);
    open = { key, state: undefined, broken: words(reason) };
    const rest = broken(rows - good, 0, new Map([[0, words(reason)]]));
    return {
      columns: Object.fromEntries(
        names.map((name) => [
          name,
          [...Array.from(head[name] ?? []), ...Array.from(rest.columns[name] ?? [])],
        ]),
      ),
      faults: new Map([...rest.faults].map(([row, text]) => [row + good, text])),
    };
  };
  return (batch, rows) => {
    const ends = keyEnds(batch, rows, by);
    const parts = ends.map((end, index) => {
      const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
      return { from, applied: ofKey(sliceBatch(batch, from, end), end - from, keyAt(batch, from, by)) };
    });
    return {
      columns: Object.fromEntries(
        names.map((name) => [name, parts.flatMap(({ applied }) => Array.from(applied.columns[name] ?? []))]),
      ),
      faults: new Map(
        parts.flatMap(({ from, applied }) =>
          [...applied.faults].map(([row, text]) => [row + from, text] as const),
        ),
      ),
    };
  };
};
