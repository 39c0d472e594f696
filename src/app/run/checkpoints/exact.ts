import {
  type Column,
  heldByParquet,
  identifier,
  isLostInParquet,
  joined,
  keyword,
  type Schema,
  type Sql,
  sql,
} from '../../../kit/index.js';

const NESTED = /^(STRUCT|MAP|UNION)\(|\[\d*\]$/;

/** A column that cannot be kept in Parquet and given back as it was; undefined where all can. */
export const unkeepable = (schema: Schema): Column | undefined =>
  schema.find(({ type }) => NESTED.test(type) && isLostInParquet(type));

/** Rows of a table as Parquet holds them. */
export const toKept = (table: string, schema: Schema): Sql => {
  const columns = schema.map((column) => sql`${heldByParquet(column)} as ${identifier(column.name)}`);
  return sql`select ${joined(columns)} from ${identifier(table)}`;
};

/** The rows again, in their own types: as a table, so that what is made of them has the same bytes. */
export const fromKept = (file: Sql, schema: Schema): Sql => {
  const columns = schema.map(
    ({ name, type }) => sql`${identifier(name)}::${keyword(type)} as ${identifier(name)}`,
  );
  return sql`select ${joined(columns)} from read_parquet(${file})`;
};
