import { type Cell, identifier, joined, literal, type Schema, type Sql, sql } from '../../kit/index.js';
import type { Cells, Histogram } from './types.js';

/** Bars of a histogram. */
const BARS = 16;
/** Most frequent values that are looked for. */
const HEAVY = 5;

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const NESTED = /\[\]$|\[\d+\]$|^(STRUCT|MAP|UNION|JSON|VARIANT|BLOB)/;

export const isNumber = (type: string): boolean => NUMBER.test(type);
const isNested = (type: string): boolean => NESTED.test(type);

/** What one pass over the rows tells of a column. */
export interface Measured {
  readonly values: number;
  /** An estimate, but for few columns of which only counts and bounds are asked. */
  readonly distinct: number;
  readonly least: string | null;
  readonly greatest: string | null;
  readonly top: readonly string[];
  readonly mean?: number;
  readonly quantiles?: readonly number[];
  readonly length?: { readonly min: number; readonly mean: number; readonly max: number };
}

const FIELDS = 8;

const none = sql`null`;

/** How much is worked out of the rows. */
export interface Depth {
  /** So many rows that only estimates come at a price. */
  readonly isFull: boolean;
  /** Counts and bounds alone: of wide tables all else takes most of the time, and memory for each column. */
  readonly isLean: boolean;
}

/** Past so many columns distinct values are estimated: exact counts take 2 MB for each, whatever it holds. */
const MANY = 32;

/** Whether the first statement counts different values instead of estimating them. */
export const countsDistinct = (schema: Schema, { isLean }: Depth): boolean => isLean && schema.length <= MANY;

const lean = (name: string, type: string, isCounted: boolean): readonly Sql[] => {
  const own = identifier(name);
  return isNested(type)
    ? [sql`count(${own})`, ...Array.from({ length: FIELDS - 1 }, () => none)]
    : [
        sql`count(${own})`,
        isCounted ? sql`count(distinct ${own})` : sql`approx_count_distinct(${own})`,
        sql`min(${own})::varchar`,
        sql`max(${own})::varchar`,
        ...Array.from({ length: FIELDS - 4 }, () => none),
      ];
};

const measure = (name: string, type: string, isFull: boolean): readonly Sql[] => {
  const own = identifier(name);
  const [number, text, flat] = [isNumber(type), type === 'VARCHAR', !isNested(type)];
  const quantile = isFull ? sql`approx_quantile` : sql`quantile_cont`;
  const finite = sql`(case when isfinite(${own}::double) then ${own}::double end)`;
  return [
    sql`count(${own})`,
    flat ? sql`approx_count_distinct(${own})` : none,
    flat ? sql`min(${own})::varchar` : none,
    flat ? sql`max(${own})::varchar` : none,
    flat ? sql`list_transform(approx_top_k(${own}, ${literal(HEAVY)}), lambda x: x::varchar)` : none,
    number ? sql`avg(${finite})` : none,
    number ? sql`${quantile}(${finite}, [0.05, 0.25, 0.5, 0.75, 0.95])` : none,
    text
      ? sql`[min(length(${own}))::double, avg(length(${own}))::double, max(length(${own}))::double]`
      : none,
  ];
};

/** One statement that tells the most of columns. */
export const measureSql = (schema: Schema, rows: Sql, depth: Depth): Sql => {
  const isCounted = countsDistinct(schema, depth);
  const columns = schema.flatMap(({ name, type }) =>
    depth.isLean ? lean(name, type, isCounted) : measure(name, type, depth.isFull),
  );
  return sql`select ${joined([sql`count(*)`, ...columns])} from ${rows}`;
};

const list = (cell: Cell | undefined): readonly Cell[] =>
  Array.isArray(cell) ? (cell as readonly Cell[]) : [];
const textOf = (cell: Cell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell);

const numbersOf = (cell: Cell | undefined): readonly number[] | undefined =>
  list(cell).length > 0 && list(cell).every((value) => value !== null) ? list(cell).map(Number) : undefined;

/** What the statement told of the column at a place. */
export const measuredAt = (row: Cells, index: number): Measured => {
  const from = 1 + index * FIELDS;
  const [values, distinct, least, greatest, top, mean, quantiles, lengths] = row.slice(from, from + FIELDS);
  const [found, chars] = [numbersOf(quantiles), numbersOf(lengths)];
  return {
    values: Number(values),
    distinct: Number(distinct ?? 0),
    least: textOf(least),
    greatest: textOf(greatest),
    top: list(top).flatMap((value) => (value === null ? [] : [String(value)])),
    ...(mean === null || mean === undefined ? {} : { mean: Number(mean) }),
    ...(found ? { quantiles: found } : {}),
    ...(chars ? { length: { min: chars[0] ?? 0, mean: chars[1] ?? 0, max: chars[2] ?? 0 } } : {}),
  };
};

const rangeOf = ({ least, greatest, mean }: Measured): { from: number; to: number } | undefined => {
  const [from, to] = [Number(least), Number(greatest)];
  const isRange = mean !== undefined && Number.isFinite(from) && Number.isFinite(to) && to > from;
  return isRange ? { from, to } : undefined;
};

/** How often each place from 0 on stands, as a list. */
const tally = (place: Sql, places: number): Sql =>
  sql`list_transform(range(${literal(places)}), lambda slot: coalesce(histogram(${place})[slot], 0))`;

const barsSql = (own: Sql, { from, to }: { from: number; to: number }): Sql =>
  tally(
    sql`least(${literal(BARS - 1)}, greatest(0, floor((${own}::double - ${literal(from)}) / ${literal((to - from) / BARS)})))::bigint`,
    BARS,
  );

const countsSql = (own: Sql, values: readonly string[]): Sql =>
  tally(sql`(list_position(${literal(values)}, ${own}::varchar) - 1)::bigint`, values.length);

/** One statement for what follows from the first: how often the frequent values stand, and histograms. */
export const detailSql = (schema: Schema, measured: readonly Measured[], rows: Sql): Sql => {
  const details = schema.flatMap(({ name }, index) => {
    const found = measured[index];
    const own = identifier(name);
    if (!found) return [none, none];
    const range = rangeOf(found);
    return [found.top.length > 0 ? countsSql(own, found.top) : none, range ? barsSql(own, range) : none];
  });
  return sql`select ${joined(details)} from ${rows}`;
};

/** What the second statement told. */
export interface Detailed {
  readonly counts: readonly number[];
  readonly histogram?: Histogram;
}

export const detailedAt = (row: Cells, index: number, found: Measured): Detailed => {
  const [counts, bars] = row.slice(index * 2, index * 2 + 2);
  const [range, heights] = [rangeOf(found), numbersOf(bars)];
  return {
    counts: numbersOf(counts) ?? [],
    ...(range && heights ? { histogram: { ...range, counts: heights } } : {}),
  };
};
