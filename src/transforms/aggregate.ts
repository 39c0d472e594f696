import { MillraceError } from '../base/errors/index.js';
import type { AggregateTransform, TransformColumns } from '../kit/index.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { atOnce, checkedColumns } from './check-values.js';
import { keyAt, keyEnds } from './partitioned.js';
import { mustBePure } from './pure-aggregate.js';

type Aggregate = AggregateTransform<TransformColumns, TransformColumns, unknown>['aggregate'];

/** A row of a result: the cells of the key and those written, or what the function threw. */
export interface AggregateRow {
  readonly key: readonly (string | number | bigint | null)[];
  readonly cells: readonly unknown[];
  readonly fault?: string;
}

/** Takes rows that come by their key, and gives a row for each key that has ended. */
export interface Aggregating {
  readonly add: (batch: AnyBatch, rows: number) => readonly AggregateRow[];
  /** The row of the last key. */
  readonly end: () => readonly AggregateRow[];
}

interface Open {
  readonly text: string;
  readonly key: AggregateRow['key'];
  readonly state: unknown;
  readonly fault?: string;
}

/** Applies an aggregate to rows that come by their key. A key for whose rows the function throws has no values. */
export const aggregating = (
  aggregate: Aggregate,
  writes: TransformColumns,
  words: (thrown: unknown) => string,
): Aggregating => {
  const { by, init, update, finish } = aggregate;
  const names = Object.keys(writes);
  let open: Open | undefined;
  let isTried = false;
  const updated = (current: Open, batch: AnyBatch, rows: number): Open => {
    if (current.fault !== undefined) return current;
    try {
      return { ...current, state: atOnce(update(current.state, batch as never, rows)) };
    } catch (thrown) {
      if (thrown instanceof MillraceError) throw thrown;
      return { ...current, fault: words(thrown) };
    }
  };
  const finished = ({ key, state, fault }: Open): AggregateRow => {
    const none = names.map(() => null);
    if (fault !== undefined) return { key, cells: none, fault };
    let row: Readonly<Record<string, unknown>>;
    try {
      row = atOnce(finish(state));
    } catch (thrown) {
      if (thrown instanceof MillraceError) throw thrown;
      return { key, cells: none, fault: words(thrown) };
    }
    const columns = checkedColumns(Object.fromEntries(names.map((name) => [name, [row?.[name]]])), writes, 1);
    return { key, cells: names.map((name) => columns[name]?.[0] ?? null) };
  };
  const started = (batch: AnyBatch, row: number, text: string): Open => {
    const key = by.map((name) => (batch[name] ? cellAt(batch[name], row) : null));
    try {
      return { text, key, state: init() };
    } catch (thrown) {
      return { text, key, state: undefined, fault: words(thrown) };
    }
  };
  return {
    add: (batch, rows) => {
      const done: AggregateRow[] = [];
      let from = 0;
      for (const end of keyEnds(batch, rows, by)) {
        if (!isTried) mustBePure(aggregate, writes, sliceBatch(batch, from, end), end - from);
        isTried = true;
        const text = keyAt(batch, from, by);
        if (open && open.text !== text) {
          done.push(finished(open));
          open = undefined;
        }
        open = updated(open ?? started(batch, from, text), sliceBatch(batch, from, end), end - from);
        from = end;
      }
      return done;
    },
    end: () => {
      const last = open ? [finished(open)] : by.length === 0 ? [finished(started({}, 0, ''))] : [];
      open = undefined;
      return last;
    },
  };
};
