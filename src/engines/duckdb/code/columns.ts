import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import {
  identifier,
  keyword,
  type Sql,
  sql,
  TRANSFORM_TYPES,
  type TransformType,
} from '../../../kit/index.js';
import { type AnyBatch, batchColumn } from '../../../transforms/index.js';

/** What the driver hands over of a type: dates as days, moments as microseconds, both since 1970. */
export const DRIVER_TYPES: Readonly<Record<TransformType, DuckDBType>> = {
  boolean: BOOLEAN,
  integer: INTEGER,
  bigint: BIGINT,
  double: DOUBLE,
  varchar: VARCHAR,
  date: INTEGER,
  timestamp: BIGINT,
};

/** A column as the driver takes it. */
export const toDriver = (name: string, type: TransformType): Sql => {
  const column = identifier(name);
  if (type === 'date') return sql`(${column} - date '1970-01-01')::integer`;
  if (type === 'timestamp') return sql`epoch_us(${column}::timestamp)`;
  return sql`cast(${column} as ${keyword(TRANSFORM_TYPES[type])})`;
};

/** What the driver gave as a value of its type. */
export const fromDriver = (value: Sql, type: TransformType): Sql => {
  if (type === 'date') return sql`(date '1970-01-01' + ${value})`;
  return type === 'timestamp' ? sql`make_timestamp(${value})` : value;
};

/** What the driver keeps to itself: the engine's memory as a typed array, much faster than value by value. */
interface ItemVector {
  readonly items: Float64Array;
}

interface CellVector {
  readonly getItem: (row: number) => unknown;
  readonly setItem: (row: number, value: unknown) => void;
}

/** The driver keeps to itself whether a vector has nulls at all; asking of each row costs more than a function does. */
const hasNulls = (vector: DuckDBVector): boolean => {
  const { validity } = vector as unknown as { readonly validity: { readonly data: unknown } };
  return validity.data !== null;
};

const nullsOf = (vector: DuckDBVector, rows: number): Uint8Array | undefined => {
  if (!hasNulls(vector)) return undefined;
  const cells = vector as unknown as CellVector;
  const nulls = Uint8Array.from({ length: rows }, (_, row) => (cells.getItem(row) === null ? 1 : 0));
  return nulls.includes(1) ? nulls : undefined;
};

/** Values of a vector, which is the engine's memory, as a column of their own. */
export const readColumn = (vector: DuckDBVector, type: TransformType, rows: number): AnyBatch[string] => {
  const nulls = nullsOf(vector, rows);
  const cells = vector as unknown as CellVector;
  if (type === 'varchar') {
    const texts = new Array<string | null>(rows);
    for (let row = 0; row < rows; row += 1) texts[row] = cells.getItem(row) as string | null;
    return batchColumn<'varchar'>(texts, nulls);
  }
  if (type === 'boolean')
    return batchColumn<'boolean'>(
      Uint8Array.from({ length: rows }, (_, row) => (cells.getItem(row) === true ? 1 : 0)),
      nulls,
    );
  return batchColumn<'double'>((vector as unknown as ItemVector).items.slice(0, rows), nulls);
};

const isTyped = (values: ArrayLike<unknown>): boolean => ArrayBuffer.isView(values);

/** Puts values into a vector of the engine. */
export const writeColumn = (
  vector: DuckDBVector,
  type: TransformType,
  values: ArrayLike<unknown>,
  rows: number,
): void => {
  const isItems = type !== 'varchar' && type !== 'boolean';
  if (isItems && isTyped(values)) {
    (vector as unknown as ItemVector).items.set(values as Float64Array);
    return;
  }
  const cells = vector as unknown as CellVector;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row] ?? null;
    cells.setItem(row, type === 'boolean' && value !== null ? Boolean(value) : value);
  }
};
