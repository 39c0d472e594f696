import { type DataFile, literal, type Schema, type Sql, sql } from '../../kit/index.js';
import { isNumber } from './measures.js';
import type { Cells } from './types.js';

/** What Parquet files say of a column themselves: exact, and read without its values. */
export interface FileStatistics {
  readonly nulls?: number;
  readonly least?: string;
  readonly greatest?: string;
}

/** One statement over the footers of the files. */
export const statisticsSql = (files: readonly DataFile[]): Sql =>
  sql`select path_in_schema, case when count(stats_null_count) = count(*) then sum(stats_null_count) end,
    case when bool_and(stats_min_value is not null or stats_null_count = num_values) then list(distinct stats_min_value) end,
    case when bool_and(stats_max_value is not null or stats_null_count = num_values) then list(distinct stats_max_value) end
    from parquet_metadata(${literal(files.map(({ path }) => path))}) group by 1`;

/** Types whose text in footers stands for all of the value, and sorts. */
const isSortable = (type: string): boolean => isNumber(type) || /^(DATE|TIMESTAMP)$/.test(type);

const extreme = (cell: Cells[number] | undefined, type: string, sign: 1 | -1): string | undefined => {
  const texts = Array.isArray(cell) ? cell.flatMap((value) => (value === null ? [] : [String(value)])) : [];
  if (!isSortable(type)) return undefined;
  const compare = (a: string, b: string): number =>
    isNumber(type) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
  return texts.toSorted((a, b) => sign * compare(a, b))[0];
};

/** What the footers told, by the names of columns that are not nested. */
export const statisticsOf = (schema: Schema, rows: readonly Cells[]): ReadonlyMap<string, FileStatistics> =>
  new Map(
    rows.flatMap(([path, nulls, least, greatest]) => {
      const column = schema.find(({ name }) => name === path);
      if (!column) return [];
      const [low, high] = [extreme(least, column.type, 1), extreme(greatest, column.type, -1)];
      return [
        [
          column.name,
          {
            ...(nulls === null || nulls === undefined ? {} : { nulls: Number(nulls) }),
            ...(low === undefined || high === undefined ? {} : { least: low, greatest: high }),
          },
        ] as const,
      ];
    }),
  );
