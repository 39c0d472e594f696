import { failure } from '../base/errors/index.js';
import type { AggregateTransform, Transform, TransformColumns } from '../kit/index.js';
import { type Applied, type Apply, copied, NO_FAULTS, together, withoutValues } from './applied.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { atOnce, checkedColumns } from './check-values.js';
import { applyPartitioned } from './partitioned.js';

/** The column that says which rows a filter keeps. */
export const KEEP = 'keep';

/** Calls the author's function; what comes back was held against what it declares. */
type Call = (batch: AnyBatch, rows: number) => Omit<Applied, 'faults'>;

/** What the author's function threw, told from what is said of the values it gave. */
class Thrown {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

const called = <T>(work: () => T): T => {
  let given: T;
  try {
    given = work();
  } catch (reason) {
    throw new Thrown(reason);
  }
  return atOnce(given);
};

/** A row for which the function throws has no values; of rows that are made, none is of it. */
const faulty = (names: readonly string[], makesRows: boolean, text: string): Applied => ({
  ...withoutValues(names, makesRows ? 0 : 1, new Map([[0, text]])),
  ...(makesRows ? { from: [] } : {}),
});

/** Halves a batch for which the function throws until it is known of each row whether it does. */
const narrowed = (
  call: Call,
  names: readonly string[],
  makesRows: boolean,
  words: (thrown: unknown) => string,
): Apply => {
  const apply: Apply = (batch, rows) => {
    try {
      return { ...call(batch, rows), faults: NO_FAULTS };
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      if (rows === 1) return faulty(names, makesRows, words(thrown.reason));
      const half = Math.floor(rows / 2);
      const first = copied(apply(sliceBatch(batch, 0, half), half));
      const second = apply(sliceBatch(batch, half, rows), rows - half);
      return together([
        { at: 0, applied: first },
        { at: half, applied: second },
      ]);
    }
  };
  return apply;
};

const rowCall =
  (mapRow: (row: never) => unknown, reads: readonly string[], writes: TransformColumns): Call =>
  (batch, rows) => {
    const names = Object.keys(writes);
    const columns = Object.fromEntries(names.map((name) => [name, new Array<unknown>(rows)]));
    for (let row = 0; row < rows; row += 1) {
      const cells = Object.fromEntries(
        reads.map((name) => [name, batch[name] ? cellAt(batch[name], row) : null]),
      );
      const made = called(() => mapRow(cells as never)) as Readonly<Record<string, unknown>> | null;
      for (const name of names) (columns[name] as unknown[])[row] = made?.[name];
    }
    return { columns: checkedColumns(columns, writes, rows) };
  };

const lengthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'length' in value ? Number(value.length) : 0;

const mustBeRows = (from: ArrayLike<unknown>, rows: number): void => {
  for (let made = 0; made < from.length; made += 1) {
    const row = from[made];
    if (typeof row === 'number' && row >= 0 && row < rows) continue;
    throw failure(
      'MR5004',
      `\`from\` names row ${String(row)} of a batch of ${rows} rows, which count from 0`,
    );
  }
};

const flatCall =
  (flatMap: (batch: never, rows: number) => unknown, writes: TransformColumns): Call =>
  (batch, rows) => {
    const made = called(() => flatMap(batch as never, rows)) as { from?: unknown; columns?: unknown } | null;
    const length = lengthOf(made?.from);
    const { from = [] } = checkedColumns({ from: made?.from }, { from: 'integer' }, length);
    mustBeRows(from, rows);
    return { columns: checkedColumns(made?.columns, writes, length), from: from as ArrayLike<number> };
  };

type Columns = TransformColumns;

/** A transform that is asked for columns, batch by batch. */
export type BatchTransform = Exclude<Transform, AggregateTransform<Columns, Columns, unknown>>;

/** How a transform is applied, from its first batch on; `words` says what was thrown. */
export const applyOf = (transform: BatchTransform, words: (thrown: unknown) => string): Apply => {
  if ('partitioned' in transform) return applyPartitioned(transform.partitioned, transform.writes, words);
  const writes: Columns = transform.writes ?? {};
  const over = (call: Call, names = Object.keys(writes), makesRows = false): Apply =>
    narrowed(call, names, makesRows, words);
  if ('map' in transform)
    return over((batch, rows) => ({
      columns: checkedColumns(
        called(() => transform.map(batch as never, rows)),
        writes,
        rows,
      ),
    }));
  if ('mapRow' in transform) return over(rowCall(transform.mapRow, Object.keys(transform.reads), writes));
  if ('flatMap' in transform) return over(flatCall(transform.flatMap, writes), Object.keys(writes), true);
  return over(
    (batch, rows) => ({
      columns: checkedColumns(
        { [KEEP]: called(() => transform.filter(batch as never, rows)) },
        { [KEEP]: 'boolean' },
        rows,
      ),
    }),
    [KEEP],
  );
};
