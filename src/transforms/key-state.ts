import { failure, MillraceError } from '../base/errors/index.js';
import type { AggregateTransform, TransformColumns } from '../kit/index.js';
import type { AnyBatch } from './batch.js';
import { atOnce, checkedColumns } from './check-values.js';

export type Aggregate = AggregateTransform<TransformColumns, TransformColumns, unknown>['aggregate'];

/** What is known of rows of a key: a state of the author's, or what his function threw. */
export interface KeyState {
  readonly key: readonly (string | number | bigint | null)[];
  readonly state: unknown;
  readonly fault?: string;
}

/** A row of a result: the cells of the key and those written, or what the function threw. */
export interface AggregateRow {
  readonly key: KeyState['key'];
  readonly cells: readonly unknown[];
  readonly fault?: string;
}

/**
 * A state that a function gave.
 *
 * @throws MR5004 where it gave none, or a promise
 */
export const givenState = (name: 'update' | 'merge', given: unknown): unknown => {
  if (given !== undefined) return atOnce(given);
  throw failure('MR5004', `\`${name}\` gave no state`, {
    mend: `Let \`${name}\` return the state, also where it changes it in place.`,
  });
};

/** The functions of an aggregate, over what is known of a key. Once one has thrown for it, the others are not asked. */
export interface KeyStates {
  readonly started: (key: KeyState['key']) => KeyState;
  readonly updated: (known: KeyState, batch: AnyBatch, rows: number) => KeyState;
  readonly merged: (known: KeyState, further: KeyState) => KeyState;
  readonly finished: (known: KeyState) => AggregateRow;
}

/** Puts `work` in the place of a function of the author: what he throws is no failure of ours. */
const caught = <T>(work: () => T, words: (thrown: unknown) => string, otherwise: (fault: string) => T): T => {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown;
    return otherwise(words(thrown));
  }
};

/** @param words says what the author's functions throw */
export const keyStates = (
  { init, update, merge, finish }: Aggregate,
  writes: TransformColumns,
  words: (thrown: unknown) => string,
): KeyStates => {
  const names = Object.keys(writes);
  const next = (known: KeyState, state: () => unknown): KeyState =>
    known.fault === undefined
      ? caught(
          () => ({ key: known.key, state: state() }),
          words,
          (fault) => ({ key: known.key, state: undefined, fault }),
        )
      : known;
  const rowOf = (state: unknown): readonly unknown[] => {
    const row: Readonly<Record<string, unknown>> | undefined = atOnce(finish(state));
    const columns = checkedColumns(Object.fromEntries(names.map((name) => [name, [row?.[name]]])), writes, 1);
    return names.map((name) => columns[name]?.[0] ?? null);
  };
  const faulty = (key: KeyState['key'], fault: string): AggregateRow => ({
    key,
    cells: names.map(() => null),
    fault,
  });
  return {
    started: (key) => next({ key, state: undefined }, () => init()),
    updated: (known, batch, rows) =>
      next(known, () => givenState('update', update(known.state, batch as never, rows))),
    merged: (known, further) =>
      known.fault === undefined && further.fault !== undefined
        ? { ...further, key: known.key }
        : next(known, () => givenState('merge', merge(known.state, further.state))),
    finished: ({ key, state, fault }) =>
      fault === undefined
        ? caught<AggregateRow>(
            () => ({ key, cells: rowOf(state) }),
            words,
            (thrown) => faulty(key, thrown),
          )
        : faulty(key, fault),
  };
};
