import type { Column } from './schema.js';
import { identifier, type Sql, sql } from './sql.js';

/** Types that Parquet does not hold, or gives back as others. */
const LOST =
  /\b(U?HUGEINT|INTERVAL|BIT|BIGNUM|ENUM|UNION|JSON|VARIANT|GEOMETRY|TIME_NS|TIMETZ|TIME WITH TIME ZONE|TIMESTAMP_S|TIMESTAMP_MS)\b/;
/** Names in a type, and values of an ENUM, are no types. */
const QUOTED = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

/** Whether values of a type, or of one inside of it, do not come back from Parquet as they were. */
export const isLostInParquet = (type: string): boolean => LOST.test(type.replaceAll(QUOTED, ''));

/** A column as Parquet holds it: what it has no type for as text. It is cast back to its type when it is read. */
export const heldByParquet = ({ name, type }: Column): Sql =>
  isLostInParquet(type) ? sql`cast(${identifier(name)} as varchar)` : identifier(name);
