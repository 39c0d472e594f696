import { failure } from '../base/errors/index.js';
import type { Transform, TransformColumns } from '../kit/index.js';
import { type AnyBatch, cellAt, sliceBatch } from './batch.js';
import { atOnce, checkedColumns, type Given } from './check-values.js';

/** What came of a batch: values by column, and what the function threw by row. */
export interface Applied {
  readonly columns: Given;
  /** Of rows that were made, the row of the batch that each is of; undefined where they are one for one. */
  readonly from?: ArrayLike<number>;
  readonly faults: ReadonlyMap<number, string>;
}

/** A function over batches, with what it keeps between them. */
export type Apply = (batch: AnyBatch, rows: number) => Applied;

/** The column that says which rows a filter keeps. */
export const KEEP = 'keep';

const NONE: ReadonlyMap<number, string> = new Map();

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

const emptyColumns = (names: readonly string[]): Given =>
  Object.fromEntries(names.map((name) => [name, [] as unknown[]]));

const copied = ({ columns, from, faults }: Applied): Applied => ({
  columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(values)])),
  ...(from ? { from: Array.from(from) } : {}),
  faults,
});

/** Two results one after the other; `at` rows of the batch come before those of the second. */
const joined = (first: Applied, second: Applied, at: number): Applied => ({
  columns: Object.fromEntries(
    Object.entries(first.columns).map(([name, values]) => [
      name,
      [...Array.from(values), ...Array.from(second.columns[name] ?? [])],
    ]),
  ),
  ...(first.from && second.from
    ? { from: [...Array.from(first.from), ...Array.from(second.from, (row) => row + at)] }
    : {}),
  faults: new Map([...first.faults, ...[...second.faults].map(([row, text]) => [row + at, text] as const)]),
});

/** A row for which the function throws has no values; of rows that are made, none is of it. */
const faulty = (names: readonly string[], makesRows: boolean, text: string): Applied => ({
  columns: makesRows ? emptyColumns(names) : Object.fromEntries(names.map((name) => [name, [null]])),
  ...(makesRows ? { from: [] } : {}),
  faults: new Map([[0, text]]),
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
      return { ...call(batch, rows), faults: NONE };
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      if (rows === 1) return faulty(names, makesRows, words(thrown.reason));
      const half = Math.floor(rows / 2);
      // The author may give the same list each time: what is in it is copied before the next call.
      const first = copied(apply(sliceBatch(batch, 0, half), half));
      return joined(first, apply(sliceBatch(batch, half, rows), rows - half), half);
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

/** How a transform that keeps nothing between batches is applied. */
export const applyOf = (transform: Transform, words: (thrown: unknown) => string): Apply | undefined => {
  const writes = (transform.writes ?? {}) as TransformColumns;
  const names = Object.keys(writes);
  if ('map' in transform)
    return narrowed(
      (batch, rows) => ({
        columns: checkedColumns(
          called(() => transform.map(batch as never, rows)),
          writes,
          rows,
        ),
      }),
      names,
      false,
      words,
    );
  if ('mapRow' in transform)
    return narrowed(rowCall(transform.mapRow, Object.keys(transform.reads), writes), names, false, words);
  if ('filter' in transform)
    return narrowed(
      (batch, rows) => ({
        columns: checkedColumns(
          { [KEEP]: called(() => transform.filter(batch as never, rows)) },
          { [KEEP]: 'boolean' },
          rows,
        ),
      }),
      [KEEP],
      false,
      words,
    );
  if ('flatMap' in transform) return narrowed(flatCall(transform.flatMap, writes), names, true, words);
  return undefined;
};
