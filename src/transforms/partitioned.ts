import type { PartitionedTransform, TransformColumns } from '../kit/index.js';
import { type Applied, type Apply, copied, NO_FAULTS, together, withoutValues } from './applied.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { checkedColumns } from './check-values.js';
import { mustBePlain, type Origin, originOf, statesBefore, withBatch } from './state.js';

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

/** The state of the key at hand, and what it came from; `broken` says what was thrown for a row of it. */
interface Open {
  readonly key: string;
  readonly state: unknown;
  readonly origin: Origin;
  readonly broken?: string;
}

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
  const ofKey = (batch: AnyBatch, rows: number, key: string): Applied => {
    const carried = open?.key === key ? open : undefined;
    if (carried?.broken !== undefined) return broken(rows);
    const origin = carried ? carried.origin : originOf(start);
    const state = carried ? carried.state : begun();
    let made: unknown;
    try {
      made = map(batch as never, rows, state);
    } catch (thrown) {
      return failed(batch, rows, key, origin, thrown);
    }
    open = { key, state, origin: withBatch(origin, state, batch, rows) };
    return copied({ columns: checkedColumns(made, writes, rows), faults: NO_FAULTS });
  };
  /** Rows that come after one for which the function threw; the first of them may be that one. */
  const broken = (rows: number, first = AFTER): Applied =>
    withoutValues(
      names,
      rows,
      new Map(Array.from({ length: rows }, (_, row) => [row, row === 0 ? first : AFTER] as const)),
    );
  const failed = (batch: AnyBatch, rows: number, key: string, origin: Origin, thrown: unknown): Applied => {
    const fresh = statesBefore(origin, (taken, count, state) => map(taken as never, count, state));
    let reason = thrown;
    const over = (count: number): unknown =>
      map(sliceBatch(batch, 0, count) as never, count, fresh() as never);
    const works = (count: number): boolean => {
      try {
        over(count);
        return true;
      } catch (again) {
        reason = again;
        return false;
      }
    };
    const good = goodRows(works, rows);
    const text = words(reason);
    open = { key, state: undefined, origin: originOf(start), broken: text };
    const rest = { at: good, applied: broken(rows - good, text) };
    if (good === 0) return rest.applied;
    const head = { columns: checkedColumns(over(good), writes, good), faults: NO_FAULTS };
    return together([{ at: 0, applied: head }, rest]);
  };
  return (batch, rows) => {
    const ends = keyEnds(batch, rows, by);
    return together(
      ends.map((end, index) => {
        const at = index === 0 ? 0 : (ends[index - 1] ?? 0);
        return { at, applied: ofKey(sliceBatch(batch, at, end), end - at, keyAt(batch, at, by)) };
      }),
    );
  };
};
