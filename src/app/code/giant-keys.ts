import {
  type Cell,
  type Engine,
  type ExecuteOptions,
  identifier,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../kit/index.js';
import type { Sharing } from '../../planner/index.js';
import { PARQUET } from './exchange.js';

/** An engine that is asked about rows which it has written. */
export interface Asking {
  readonly engine: Pick<Engine, 'execute'>;
  readonly options: ExecuteOptions;
}

/** A key of so many rows that it is kept apart from others. */
export interface GiantKey {
  /** From 1, in the order of the keys. */
  readonly number: number;
  readonly rows: number;
  /** One of the files that hold it. */
  readonly file: string;
}

/** Such keys, and the file that holds them; columns that are ours are called like no column of a file. */
export interface GiantKeys {
  readonly keys: readonly GiantKey[];
  readonly file: string;
}

export const NUMBER_COLUMN = 'number ⟨as written⟩';
export const NUMBER = identifier(NUMBER_COLUMN);
/** Rows of the keys before it. */
export const BEFORE = identifier('before ⟨as written⟩');
const ROWS = identifier('rows ⟨as written⟩');
const FILE = 'file ⟨as written⟩';

/** A prime: it shares no factor with the number of partitions, so that keys of one partition spread over all parts. */
const PARTS = 65_521;

export const parquet = (files: readonly string[]): Sql =>
  sql`read_parquet(${literal(files)}, hive_partitioning = false)`;

/** Columns as a list, of a table where one is named. */
export const columnsOf = (names: readonly string[], table?: string): Sql =>
  joined(
    names.map((name) =>
      table === undefined ? identifier(name) : sql`${keyword(table)}.${identifier(name)}`,
    ),
  );

/** Whether a row `r` is of a key `k`; all rows are, where there are no columns of a key. */
export const isGiant = (by: readonly string[]): Sql =>
  joined(
    [sql`true`, ...by.map((name) => sql`r.${identifier(name)} is not distinct from k.${identifier(name)}`)],
    ' and ',
  );

const rowsOf = async (
  { engine, options }: Asking,
  query: Sql,
  limit: number,
): Promise<readonly (readonly Cell[])[]> =>
  (await engine.execute({ query, sink: { kind: 'rows', limit } }, options)).values;

/** Rows of each of some Parquet files, which say so themselves. */
export const rowsByFile = async (
  asking: Asking,
  files: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (files.length === 0) return new Map();
  const query = sql`select file_name, num_rows from parquet_file_metadata(${literal(files)})`;
  const rows = await rowsOf(asking, query, files.length);
  return new Map(rows.map(([file, count]) => [String(file), Number(count)]));
};

/**
 * Keys with more rows than `giant`. Rows are first counted by hashes of keys, which are few: keys alone are counted only
 * where one of those has as many rows.
 */
const countedKeys = (files: readonly string[], by: readonly string[], giant: number): Sql => {
  const named = identifier(FILE);
  const from = sql`read_parquet(${literal(files)}, hive_partitioning = false, filename = ${literal(FILE)})`;
  const most = sql`having count(*) > ${literal(giant)}`;
  if (by.length === 0)
    return sql`select count(*) as ${ROWS}, any_value(${named}) as ${named} from ${from} ${most}`;
  const keys = columnsOf(by);
  const part = sql`hash(${keys}) % ${literal(PARTS)}`;
  const large = sql`select ${part} from ${from} group by 1 ${most}`;
  return sql`select ${keys}, count(*) as ${ROWS}, any_value(${named}) as ${named} from ${from} where ${part} in (${large}) group by ${keys} ${most}`;
};

const numbered = (counted: Sql, by: readonly string[]): Sql => {
  const order = by.length === 0 ? sql`` : sql`order by ${columnsOf(by)}`;
  return sql`select *, (sum(${ROWS}) over (order by ${NUMBER}) - ${ROWS})::bigint as ${BEFORE} from (select *, row_number() over (${order}) as ${NUMBER} from (${counted}))`;
};

/**
 * Finds the keys with more rows than `giant`, in files that may hold such.
 *
 * @param file is written where there are any
 */
export const giantKeys = async (
  asking: Asking,
  files: readonly string[],
  by: readonly string[],
  { giant }: Pick<Sharing, 'giant'>,
  file: string,
): Promise<GiantKeys> => {
  if (files.length === 0) return { keys: [], file };
  const query = numbered(countedKeys(files, by, giant), by);
  await asking.engine.execute({ query, sink: { kind: 'file', path: file, ...PARQUET } }, asking.options);
  const found = sql`select ${NUMBER}, ${ROWS}, ${identifier(FILE)} from ${parquet([file])} order by 1`;
  const rows = await rowsOf(asking, found, 1_000_000);
  const keys = rows.map(([number, count, path]) => ({
    number: Number(number),
    rows: Number(count),
    file: String(path),
  }));
  return { keys, file };
};
