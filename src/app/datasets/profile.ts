import { type Cell, type Column, identifier, keyword, type Sql, sql } from '../../kit/index.js';
import { type OpenView, ROWS } from './pool.js';
import { type ColumnsRecord, columnsRecord, type DatasetView, shownColumns } from './view.js';

/** A value and how often it is there. */
export interface Frequent {
  readonly value: string;
  readonly rows: number;
}

/** What a column is like, as far as it may be seen. */
export interface ProfiledColumn {
  readonly name: string;
  readonly type: string;
  readonly shown: string;
  readonly nulls: number;
  readonly distinct: number;
  /** Absent where no value is there, or none is less than another. */
  readonly least?: Cell;
  readonly greatest?: Cell;
  /** The values that stand there most often, as text, at most five. */
  readonly frequent: readonly Frequent[];
}

export interface DatasetProfile {
  readonly version: string;
  readonly rows: number;
  readonly columns: readonly ProfiledColumn[];
}

const MOST_FREQUENT = 5;
const LONGEST = 200;

const isOrdered = (type: string): boolean => !/^(STRUCT|MAP|UNION|VARIANT|JSON)|\[\d*\]$/.test(type);

/** Values with their numbers: of what has no order, as text. */
const grouped = ({ reader }: OpenView, { name, type }: Column): Sql => {
  const value = isOrdered(type) ? identifier(name) : sql`${identifier(name)}::varchar`;
  return sql`select ${value} as v, count(*) as n from ${reader.table(ROWS)} group by all`;
};

const profiled = async (open: OpenView, column: Column, signal: AbortSignal) => {
  const ends = isOrdered(column.type) ? keyword('min(v), max(v)') : keyword('null, null');
  const values = await open.reader.rows(
    sql`with g as materialized (${grouped(open, column)}), top as (select v, n from g where v is not null order by n desc, v::varchar limit ${keyword(String(MOST_FREQUENT))})
select coalesce(sum(n) filter (where v is null), 0)::bigint, count(v), ${ends}, (select list({v: left(v::varchar, ${keyword(String(LONGEST))}), n: n} order by n desc, v::varchar) from top) from g`,
    signal,
  );
  const [nulls, distinct, least = null, greatest = null, top] = values.values[0] ?? [];
  const frequent = Array.isArray(top) ? (top as readonly { readonly v: string; readonly n: string }[]) : [];
  return {
    nulls: Number(nulls),
    distinct: Number(distinct),
    ...(least === null || greatest === null ? {} : { least, greatest }),
    frequent: frequent.map(({ v, n }) => ({ value: v, rows: Number(n) })),
  };
};

/** What the columns of a dataset are like, of the rows and values that may be seen. Throws MR8905. */
export const profileView = async (
  open: OpenView,
  view: DatasetView,
  signal: AbortSignal,
): Promise<{ readonly profile: DatasetProfile; readonly columns: ColumnsRecord }> => {
  const { rows, schema } = open.kept.table;
  const shown = shownColumns(view);
  const columns: ProfiledColumn[] = [];
  for (const [index, column] of schema.entries()) {
    const { name, type } = column;
    columns.push({
      name,
      type,
      shown: shown[index]?.shown ?? 'clear',
      ...(await profiled(open, column, signal)),
    });
  }
  const names = schema.map(({ name }) => name);
  return { profile: { version: view.version.runId, rows, columns }, columns: columnsRecord(view, names) };
};
