import { type Column, type Engine, identifier, joined, type Schema, type Sql, sql } from '../../kit/index.js';
import { readRows } from '../read-rows.js';

/** What all values of a column have in common. */
export interface Observed {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
  readonly distinct: number;
  readonly least: string | null;
  readonly greatest: string | null;
  /** The different values, where they are few. */
  readonly values: readonly string[];
}

/** More values than this are no list. */
export const FEW = 12;

const measures = ({ name }: Column): readonly Sql[] => {
  const own = identifier(name);
  return [
    sql`count(*) - count(${own})`,
    sql`count(distinct ${own})`,
    sql`min(${own})::varchar`,
    sql`max(${own})::varchar`,
  ];
};

const run = (engine: Engine, query: Sql) => readRows(engine, query, FEW + 1);

const valuesOf = async (engine: Engine, rows: Sql, { name, type }: Column): Promise<readonly string[]> => {
  if (type !== 'VARCHAR') return [];
  const own = identifier(name);
  const found = await run(
    engine,
    sql`select distinct ${own} from (${rows}) where ${own} is not null order by 1`,
  );
  return found.length > FEW ? [] : found.map(([value]) => String(value));
};

/** Looks at every row that a query gives. */
export const observe = async (
  engine: Engine,
  rows: Sql,
  schema: Schema,
): Promise<{ readonly rows: number; readonly columns: readonly Observed[] }> => {
  const wanted = joined([sql`count(*)`, ...schema.flatMap(measures)]);
  const [row = []] = await run(engine, sql`select ${wanted} from (${rows})`);
  const columns: Observed[] = [];
  for (const [index, column] of schema.entries()) {
    const [nulls, distinct, least, greatest] = row.slice(1 + index * 4, 5 + index * 4);
    columns.push({
      ...column,
      nulls: Number(nulls),
      distinct: Number(distinct),
      least: least === null || least === undefined ? null : String(least),
      greatest: greatest === null || greatest === undefined ? null : String(greatest),
      values: await valuesOf(engine, rows, column),
    });
  }
  return { rows: Number(row[0] ?? 0), columns };
};
