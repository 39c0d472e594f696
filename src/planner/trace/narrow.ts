import {
  type Cell,
  type ColumnUse,
  findColumn,
  identifier,
  joined,
  keyword,
  literal,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';

/** Columns with more values are not narrowed by. */
const MOST = 20;

/** Types whose values are the same again after they were text. */
const EXACT = /^(BOOLEAN|VARCHAR|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))$/;

/** Values of columns to which inputs can be narrowed. */
export type Narrowing = readonly { readonly use: ColumnUse; readonly condition: Sql }[];

/** The pairs of columns, of chosen rows and of an input, by which the input can be narrowed. */
export interface Narrowed {
  readonly column: string;
  readonly type: string;
  readonly use: ColumnUse;
}

/** Of columns that have the value of a column of an input, those with values that can be written. */
export const narrowedBy = (
  copies: Readonly<Record<string, ColumnUse>>,
  schema: Schema,
): readonly Narrowed[] =>
  Object.entries(copies).flatMap(([column, use]) => {
    const type = findColumn(schema, column)?.type ?? '';
    return EXACT.test(type) ? [{ column, type, use }] : [];
  });

/** About how many values each column has, in one row. */
export const countSql = (columns: readonly Narrowed[], table: string): Sql =>
  sql`select ${joined(columns.map(({ column }) => sql`approx_count_distinct(${identifier(column)})`))} from ${identifier(table)}`;

/** Of the columns counted, those with few values. */
export const withFew = (columns: readonly Narrowed[], counts: readonly Cell[]): readonly Narrowed[] =>
  columns.filter((_, index) => Number(counts[index]) <= MOST);

/** The values of each column, in one row. */
export const valuesSql = (columns: readonly Narrowed[], table: string): Sql =>
  sql`select ${joined(
    columns.map(
      ({ column }) =>
        sql`list(distinct ${identifier(column)}::varchar) filter (where ${identifier(column)} is not null), bool_or(${identifier(column)} is null)`,
    ),
  )} from ${identifier(table)}`;

const valuesIn = (cell: Cell | undefined): readonly string[] => (Array.isArray(cell) ? cell.map(String) : []);

/** The conditions that values of columns make. */
export const narrowing = (columns: readonly Narrowed[], row: readonly Cell[]): Narrowing =>
  columns.map(({ type, use }, index) => {
    const values = valuesIn(row[2 * index]).map((text) => sql`cast(${literal(text)} as ${keyword(type)})`);
    const name = identifier(use.column);
    const terms = [
      ...(values.length > 0 ? [sql`${name} in (${joined(values)})`] : []),
      ...(row[2 * index + 1] === true ? [sql`${name} is null`] : []),
    ];
    return { use, condition: terms.length === 0 ? keyword('true') : sql`(${joined(terms, ' or ')})` };
  });

/** What follows WHERE for an input. */
export const conditionFor = (alias: string, all: Narrowing): Sql => {
  const own = all.filter(({ use }) => use.input === alias).map(({ condition }) => condition);
  return own.length === 0 ? keyword('true') : joined(own, ' and ');
};
