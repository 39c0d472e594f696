import {
  type Column,
  type Input,
  identifier,
  joined,
  literal,
  type Schema,
  type Seen,
  type Sql,
  sql,
} from '../../../kit/index.js';
import type { WidthEvidence } from './row-groups.js';

/** So many rows are looked at. */
const LOOKED_ROWS = 2048;

const BYTES: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  TINYINT: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  USMALLINT: 2,
  INTEGER: 4,
  UINTEGER: 4,
  DATE: 4,
  FLOAT: 4,
  BIGINT: 8,
  UBIGINT: 8,
  DOUBLE: 8,
  TIME: 8,
};

const bytesOf = ({ type }: Column): number | undefined => {
  if (Object.hasOwn(BYTES, type)) return BYTES[type];
  if (/^TIMESTAMP[^[]*$/.test(type)) return 8;
  if (/^ENUM\([^[]*\)$/.test(type)) return 4;
  return /^(U?HUGEINT|UUID|INTERVAL|DECIMAL\(\d+,\s*\d+\))$/.test(type) ? 16 : undefined;
};

const textsOf = (schema: Schema): Schema => schema.filter((column) => bytesOf(column) === undefined);

const lengthSql = ({ name, type }: Column): Sql =>
  type === 'BLOB'
    ? sql`coalesce(octet_length(${identifier(name)}), 0)`
    : sql`coalesce(strlen(cast(${identifier(name)} as varchar)), 0)`;

/** SQL that measures texts in some rows; undefined where the types tell all. */
export const measureWidth = (input: Input): Sql | undefined => {
  const texts = textsOf(input.schema);
  if (texts.length === 0) return undefined;
  const names = joined(texts.map(({ name }) => identifier(name)));
  const sum = joined(texts.map(lengthSql), ' + ');
  return sql`select avg(${sum}), count(*) from (select ${names} from ${input} limit ${literal(LOOKED_ROWS)})`;
};

/** How wide the rows of an input are. */
export const widthOf = ({ schema }: Input, seen: Seen): WidthEvidence => {
  const [bytes = 0, rows = 0] = 'row' in seen ? seen.row.map(Number) : [];
  return {
    fixed: schema.reduce((sum, column) => sum + (bytesOf(column) ?? 0), 0),
    texts: textsOf(schema).length,
    ...(rows > 0 ? { seen: { bytes, rows } } : {}),
  };
};
