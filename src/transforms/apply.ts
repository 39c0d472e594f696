import { failure } from '../base/errors/index.js';
import type { AggregateTransform, Transform, TransformColumns } from '../kit/index.js';
import type { Apply } from './applied.js';
import { checkedColumns } from './check-values.js';
import { type Call, narrowed } from './narrowed.js';
import { applyPartitioned } from './partitioned.js';
import { applyToRows } from './rows.js';
import { called } from './thrown.js';

/** The column that says which rows a filter keeps. */
export const KEEP = 'keep';

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
  if ('mapRow' in transform)
    return applyToRows(transform.mapRow, Object.keys(transform.reads), writes, words);
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
