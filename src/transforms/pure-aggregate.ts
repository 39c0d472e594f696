import { deserialize } from 'node:v8';
import { failure, MillraceError } from '../base/errors/index.js';
import type { TransformColumns } from '../kit/index.js';
import { type AnyBatch, sliceBatch } from './batch.js';
import { type Aggregate, givenState } from './key-state.js';
import { mustTravel, packed } from './plain-state.js';

/** Rows of a key of which it is tried whether other ways to its row give the same. */
const TRIED = 512;
const PIECE = 7;
/** Sums of floating point differ in their last digits with the order of their parts. */
const CLOSE = 1e-9;

const isClose = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) ||
  (typeof a === 'number' &&
    typeof b === 'number' &&
    Math.abs(a - b) <= CLOSE * Math.max(1, Math.abs(a), Math.abs(b)));

const shown = (value: unknown): string =>
  typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));

/** A state as another process gets it. */
const travelled = (state: unknown): unknown => {
  mustTravel(state);
  return deserialize(packed(state));
};

/** Where parts that are merged end: they differ in size, since a mean of means is right for parts of one size only. */
const cutsOf = (rows: number): readonly number[] => [Math.ceil(rows / 5), Math.ceil(rows / 2), rows];

type Way = readonly [words: string, stateOf: () => unknown];

const waysTo = ({ init, update, merge }: Aggregate, batch: AnyBatch, rows: number): readonly Way[] => {
  const over = (from: number, to: number, size = to - from): unknown => {
    let current = init();
    for (let at = from; at < to; at += size) {
      const end = Math.min(to, at + size);
      current = givenState('update', update(current, sliceBatch(batch, at, end) as never, end - at));
    }
    return current;
  };
  const inParts = (): unknown => {
    const cuts = cutsOf(rows);
    const parts = cuts.map((end, index) => travelled(over(cuts[index - 1] ?? 0, end)));
    return parts.reduce((all, part) => travelled(givenState('merge', merge(all, part))));
  };
  return [
    ['at once', () => over(0, rows)],
    ['in pieces', () => over(0, rows, PIECE)],
    ['in parts that were merged', inParts],
  ];
};

/**
 * Holds three ways to the row of a key against each other: all rows at once, in pieces, and in parts that are merged
 * after they have travelled. A function that throws is not judged.
 *
 * @throws MR5005 with the first difference; MR5004 for a state that is none, or that cannot travel
 */
export const mustBePure = (
  aggregate: Aggregate,
  writes: TransformColumns,
  batch: AnyBatch,
  rows: number,
): void => {
  const tried = Math.min(rows, TRIED);
  let results: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
  try {
    const ways = waysTo(aggregate, batch, tried);
    results = ways.map(([way, stateOf]) => [way, aggregate.finish(stateOf())] as const);
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown;
    return;
  }
  const [first, ...others] = results;
  for (const [way, row] of others)
    for (const name of Object.keys(writes)) {
      if (isClose(first?.[1]?.[name], row?.[name])) continue;
      throw failure('MR5005', 'the same rows gave different values', {
        notes: [
          `column "${name}" of a key of ${tried} rows: ${shown(first?.[1]?.[name])} where they came at once, ${shown(row?.[name])} ${way}`,
        ],
      });
    }
};
