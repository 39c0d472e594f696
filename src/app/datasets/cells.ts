import { type Column, identifier, joined, type Schema, type Sql, sql } from '../../kit/index.js';

const SMALL = /^(BOOLEAN|U?(TINY|SMALL)INT|U?INTEGER)$/;
const LARGE = /^(U?BIGINT|U?HUGEINT)$/;
const TEXT =
  /^(VARCHAR|JSON|DATE|TIME|TIMESTAMP|TIMESTAMP_(S|MS|NS)|TIMESTAMP WITH TIME ZONE|UUID)$|^(DECIMAL|ENUM)\(/;

/** A value as JSON can carry it: whole numbers past 2^53, decimals and moments as text, and numbers that JSON lacks too. */
const cell = ({ name, type }: Column): Sql | undefined => {
  const value = identifier(name);
  if (SMALL.test(type)) return value;
  if (TEXT.test(type)) return sql`${value}::varchar`;
  if (LARGE.test(type))
    return sql`case when ${value} between -9007199254740991 and 9007199254740991 then to_json(${value}::bigint) else to_json(${value}::varchar) end`;
  if (type !== 'DOUBLE' && type !== 'FLOAT') return undefined;
  return sql`case when isfinite(${value}) then to_json(${value}::double) when isnan(${value}) then to_json('NaN') when ${value} > 0 then to_json('Infinity') when ${value} < 0 then to_json('-Infinity') end`;
};

/** A row as a JSON array that the engine writes; undefined where a column has values that only the driver can tell. */
export const rowJson = (schema: Schema): Sql | undefined => {
  const cells = schema.map(cell);
  const known = cells.filter((each) => each !== undefined);
  return known.length === cells.length ? sql`json_array(${joined(known)})::varchar` : undefined;
};
