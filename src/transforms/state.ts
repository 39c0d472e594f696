import { failure } from '../base/errors/index.js';
import type { AnyBatch } from './batch.js';

const PLAIN: readonly unknown[] = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null];

const MEND = 'Let `start` give an object, list, Map or Set of plain values; `map` changes it in place.';

const copyOf = (state: unknown): unknown => {
  try {
    return structuredClone(state);
  } catch {
    throw failure('MR5004', 'the state came to hold what cannot be copied', { mend: MEND });
  }
};

const isCloned = (state: unknown): boolean => {
  try {
    structuredClone(state);
    return true;
  } catch {
    return false;
  }
};

/**
 * A state that a copy is as good as: batches may have to be put through once more.
 *
 * @throws MR5004 for what holds functions, or is of a class
 */
export const mustBePlain = (state: unknown): void => {
  const isObject = typeof state === 'object' && state !== null;
  const isPlain =
    isObject &&
    (PLAIN.includes(Object.getPrototypeOf(state)) || ArrayBuffer.isView(state)) &&
    isCloned(state);
  if (isPlain) return;
  throw failure('MR5004', 'the state from `start` is no plain object', { mend: MEND });
};

/** Takes rows into a state, which it changes. */
type Take = (batch: AnyBatch, rows: number, state: unknown) => unknown;

/** What a state can be had from again: as it once was, and the rows that it has taken since. */
export interface Origin {
  /** A state of its own each time. */
  readonly begin: () => unknown;
  readonly batches: readonly (readonly [batch: AnyBatch, rows: number])[];
  readonly rows: number;
}

/** Rows that are rather taken again, where the function throws, than the state copied once more before. */
const REPLAYED = 32_768;

/** Of a state that has taken no rows. */
export const originOf = (begin: () => unknown): Origin => ({ begin, batches: [], rows: 0 });

/** Once a state has taken further rows. It is copied every so many rows: it may be large, and few functions throw. */
export const withBatch = (origin: Origin, state: unknown, batch: AnyBatch, rows: number): Origin => {
  const all = origin.rows + rows;
  if (all <= REPLAYED) return { ...origin, batches: [...origin.batches, [batch, rows]], rows: all };
  const copy = copyOf(state);
  return originOf(() => structuredClone(copy));
};

/**
 * Gives states as they were before rows for which the function threw.
 *
 * @throws MR5005 for a function that throws for rows which it took before
 */
export const statesBefore = ({ begin, batches }: Origin, take: Take): (() => unknown) => {
  if (batches.length === 0) return begin;
  const state = begin();
  try {
    for (const [batch, rows] of batches) take(batch, rows, state);
  } catch {
    throw failure('MR5005', 'it threw for rows that it had taken when they were given before');
  }
  return () => copyOf(state);
};
