import { type Column, identifier, joined, keyword, type Schema, type Sql, sql } from '../../../kit/index.js';

/** Types that Parquet does not hold, or gives back as others. */
const LOST =
  /\b(U?HUGEINT|INTERVAL|BIT|ENUM|UNION|JSON|VARIANT|GEOMETRY|TIME_NS|TIMETZ|TIME WITH TIME ZONE|TIMESTAMP_S|TIMESTAMP_MS)\b/;
const NESTED = /^(STRUCT|MAP|UNION)\(|\[\d*\]$/;
const BARE = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

const isLost = (type: string): boolean => LOST.test(type.replaceAll(BARE, ''));

/** A column that cannot be kept in Parquet and given back as it was; undefined where all can. */
export const unkeepable = (schema: Schema): Column | undefined =>
  schema.find(({ type }) => NESTED.test(type) && isLost(type));

const each = (schema: Schema, value: (column: Column) => Sql): Sql =>
  joined(schema.map((column) => sql`${value(column)} as ${identifier(column.name)}`));

/** Rows of a table as Parquet holds them: what it has no type for as text. */
export const toKept = (table: string, schema: Schema): Sql =>
  sql`select ${each(schema, ({ name, type }) => (isLost(type) ? sql`${identifier(name)}::varchar` : identifier(name)))} from ${identifier(table)}`;

/** The rows again, in their own types. */
export const fromKept = (file: Sql, schema: Schema): Sql =>
  sql`select ${each(schema, ({ name, type }) => sql`${identifier(name)}::${keyword(type)}`)} from read_parquet(${file})`;
