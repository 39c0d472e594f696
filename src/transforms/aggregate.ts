import type { AggregateTransform, TransformColumns } from '../kit/index.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { type KeyState, keyStates } from './key-state.js';
import { keyAt, keyEnds } from './partitioned.js';
import { mustBePure } from './pure-aggregate.js';

/** Takes rows that come by their key, and gives what is known of each key that has ended. */
export interface Aggregating {
  readonly add: (batch: AnyBatch, rows: number) => readonly KeyState[];
  /** That of the last key. */
  readonly end: () => readonly KeyState[];
}

interface Open {
  readonly text: string;
  readonly known: KeyState;
}

/** Applies an aggregate to rows that come by their key, up to its states. A key for whose rows it throws has none. */
export const aggregating = (
  { aggregate, writes }: AggregateTransform<TransformColumns, TransformColumns, unknown>,
  words: (thrown: unknown) => string,
): Aggregating => {
  const { by } = aggregate;
  const { started, updated } = keyStates(aggregate, writes, words);
  let open: Open | undefined;
  let isTried = false;
  const keyOf = (batch: AnyBatch, row: number): KeyState['key'] =>
    by.map((name) => (batch[name] ? cellAt(batch[name], row) : null));
  /** Takes rows of one key; gives the key before, where that has ended. */
  const ofKey = (batch: AnyBatch, rows: number): readonly KeyState[] => {
    if (!isTried) mustBePure(aggregate, writes, batch, rows);
    isTried = true;
    const text = keyAt(batch, 0, by);
    const ended = open && open.text !== text ? [open.known] : [];
    const known = open && ended.length === 0 ? open.known : started(keyOf(batch, 0));
    open = { text, known: updated(known, batch, rows) };
    return ended;
  };
  return {
    add: (batch, rows) => {
      const ends = keyEnds(batch, rows, by);
      return ends.flatMap((end, index) => {
        const from = ends[index - 1] ?? 0;
        return ofKey(sliceBatch(batch, from, end), end - from);
      });
    },
    end: () => {
      const last = open ? [open.known] : by.length === 0 ? [started([])] : [];
      open = undefined;
      return last;
    },
  };
};
