import { type Engine, type EngineLimits, identifier, joined, type Sql, sql } from '../../kit/index.js';
import { batchesOf, budgetOf, threadsFor } from './batches.js';
import type { Measured } from './measures.js';
import { readRows } from './read-rows.js';

/** Columns that were measured, and the rows that they were measured in. */
interface Counting {
  readonly names: readonly string[];
  readonly measured: readonly Measured[];
  readonly rows: Sql;
  /** Whether the rows are those of files, and not of a sample that is kept in a table. */
  readonly isFull: boolean;
  readonly limits: EngineLimits;
  readonly signal: AbortSignal;
}

/** Bytes that the engine takes for each column and thread before it has seen a value, as measured. */
const TABLE = 2 << 20;
/** And for each value that it keeps, beside the value itself. */
const ENTRY = 32;
/** Files are read once for each pass; a sample in a table costs next to nothing. */
const PASSES = 8;
/** Of files only columns that may be keys are counted: of the others an estimate does. */
const MAY_BE_UNIQUE = 0.85;

const mayBeUnique = ({ values, distinct }: Measured): boolean =>
  values > 1 && distinct > values * MAY_BE_UNIQUE;

const bytesFor = ({ distinct, length }: Measured, threads: number): number =>
  TABLE * threads + distinct * (ENTRY + (length?.mean ?? 0));

/** A column that is worth an exact count. */
interface Counted {
  readonly name: string;
  readonly index: number;
  readonly found: Measured;
}

const worthCounting = ({ names, measured, isFull }: Counting): readonly Counted[] =>
  measured
    .map((found, index): Counted => ({ name: names[index] ?? '', index, found }))
    .filter(({ found }) => found.distinct > 0 && (!isFull || mayBeUnique(found)));

const distinctSql = (batch: readonly Counted[], rows: Sql): Sql =>
  sql`select ${joined(batch.map(({ name }) => sql`count(distinct ${identifier(name)})`))} from ${rows}`;

/** Counts of different values by the place of their columns: a few columns at a time, for all at once take megabytes each. */
export const countDistinct = async (
  engine: Engine,
  counting: Counting,
): Promise<ReadonlyMap<number, number>> => {
  const { rows, isFull, limits, signal } = counting;
  const threads = threadsFor(limits, isFull);
  const bytes = ({ found }: Counted): number => bytesFor(found, threads);
  const batches = batchesOf(worthCounting(counting), bytes, budgetOf(limits));
  const counts = new Map<number, number>();
  for (const batch of isFull ? batches.slice(0, PASSES) : batches) {
    const [answer = []] = await readRows(engine, distinctSql(batch, rows), 1, signal);
    for (const [place, { index }] of batch.entries()) counts.set(index, Number(answer[place]));
  }
  return counts;
};

/** The counts that the measures have, where they are no estimates. */
export const measuredCounts = (
  measured: readonly Measured[],
  isCounted: boolean,
): ReadonlyMap<number, number> =>
  new Map(isCounted ? measured.map(({ distinct }, index) => [index, distinct] as const) : []);
