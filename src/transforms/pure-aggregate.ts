import { failure } from '../base/errors/index.js';
import type { AggregateTransform, TransformColumns } from '../kit/index.js';
import { type AnyBatch, sliceBatch } from './batch.js';

type Aggregate = AggregateTransform<TransformColumns, TransformColumns, unknown>['aggregate'];

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

/**
 * Holds three ways to the row of a key against each other: all rows at once, in pieces, and in two parts that are merged.
 * A function that throws is not judged.
 *
 * @throws MR5005 with the first difference
 */
export const mustBePure = (
  { init, update, merge, finish }: Aggregate,
  writes: TransformColumns,
  batch: AnyBatch,
  rows: number,
): void => {
  const tried = Math.min(rows, TRIED);
  const over = (state: unknown, from: number, to: number, size: number): unknown => {
    let current = state;
    for (let at = from; at < to; at += size) {
      const end = Math.min(to, at + size);
      current = update(current, sliceBatch(batch, at, end) as never, end - at);
    }
    return current;
  };
  const half = Math.ceil(tried / 2);
  const ways = [
    ['at once', () => over(init(), 0, tried, tried)],
    ['in pieces', () => over(init(), 0, tried, PIECE)],
    [
      'in two parts that were merged',
      () => merge(over(init(), 0, half, half), over(init(), half, tried, tried)),
    ],
  ] as const;
  let results: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
  try {
    results = ways.map(([way, stateOf]) => [way, finish(stateOf())] as const);
  } catch {
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
