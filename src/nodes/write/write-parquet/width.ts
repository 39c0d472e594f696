import {
  bytesOfType,
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

const textsOf = (schema: Schema): Schema => schema.filter((column) => bytesOfType(column.type) === undefined);

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
    fixed: schema.reduce((sum, column) => sum + (bytesOfType(column.type) ?? 0), 0),
    texts: textsOf(schema).length,
    ...(rows > 0 ? { seen: { bytes, rows } } : {}),
  };
};
