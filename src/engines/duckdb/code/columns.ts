import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBType,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import {
  type BatchColumn,
  identifier,
  keyword,
  type Sql,
  sql,
  TRANSFORM_TYPES,
  type TransformType,
} from '../../../kit/index.js';
import { batchColumn } from '../../../transforms/index.js';
import { copyInto, memory, type Vector } from './driver.js';
import { readTexts } from './strings-in.js';
import { writeTexts } from './strings-out.js';
import { readNulls, writeNulls } from './validity.js';

/** What a function gives of a type: dates as days, moments as microseconds, both since 1970. */
export const DRIVER_TYPES: Readonly<Record<TransformType, DuckDBType>> = {
  boolean: BOOLEAN,
  integer: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  varchar: VARCHAR,
  date: INTEGER,
  timestamp: BIGINT,
};

/** What a function is given of a type: the engine holds dates and moments as days and microseconds itself. */
export const GIVEN_TYPES: Readonly<Record<TransformType, DuckDBType>> = {
  ...DRIVER_TYPES,
  date: DATE,
  timestamp: TIMESTAMP,
};

/** A column as a function is given it. */
export const toDriver = (name: string, type: TransformType): Sql =>
  sql`cast(${identifier(name)} as ${keyword(TRANSFORM_TYPES[type])})`;

/** What a function gave as a value of its type. */
export const fromDriver = (value: Sql, type: TransformType): Sql => {
  if (type === 'date') return sql`(date '1970-01-01' + ${value})`;
  return type === 'timestamp' ? sql`make_timestamp(${value})` : value;
};

type Numbers = Int32Array | BigInt64Array | Float64Array;

/** Arrays that hold values of a type as the engine does. */
const ARRAYS = {
  integer: Int32Array,
  bigint: BigInt64Array,
  double: Float64Array,
  date: Int32Array,
  timestamp: BigInt64Array,
} as const satisfies Readonly<
  Record<Exclude<TransformType, 'boolean' | 'varchar'>, new (length: number) => Numbers>
>;

/** Values of a vector as a column of their own: what the driver gives of the engine's memory is a copy. */
export const readColumn = (vector: Vector, type: TransformType, rows: number): BatchColumn => {
  const nulls = readNulls(vector, rows);
  if (type === 'varchar') return batchColumn<'varchar'>(readTexts(vector, rows, nulls), nulls);
  if (type === 'boolean') return batchColumn<'boolean'>(memory.vector_get_data(vector, rows), nulls);
  const { BYTES_PER_ELEMENT } = ARRAYS[type];
  const { buffer, byteOffset } = memory.vector_get_data(vector, rows * BYTES_PER_ELEMENT);
  return batchColumn<'double'>(
    new ARRAYS[type](buffer as ArrayBuffer, byteOffset, rows) as Float64Array,
    nulls,
  );
};

/** Values as the engine holds them; where there is none, anything may stand. */
const asHeld = (type: Exclude<TransformType, 'varchar'>, values: ArrayLike<unknown>, rows: number) => {
  const held = type === 'boolean' ? new Uint8Array(rows) : new ARRAYS[type](rows);
  if (ArrayBuffer.isView(values)) held.set(values as never);
  else if (held instanceof BigInt64Array)
    for (let row = 0; row < rows; row += 1) held[row] = (values[row] as bigint | null) ?? 0n;
  else for (let row = 0; row < rows; row += 1) held[row] = Number(values[row]);
  return held;
};

/** Puts values into a vector of the engine: null where there is none. */
export const writeColumn = (
  vector: Vector,
  type: TransformType,
  values: ArrayLike<unknown>,
  rows: number,
): void => {
  if (type === 'varchar')
    writeTexts(vector, (Array.isArray(values) ? values : Array.from(values)) as (string | null)[]);
  else copyInto(vector, asHeld(type, values, rows));
  if (!ArrayBuffer.isView(values)) writeNulls(vector, values, rows);
};
