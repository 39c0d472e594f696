import type { Schema } from './schema.js';

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

/** What a text is taken to have where none was seen. */
export const UNSEEN_BYTES = 32;

/** Bytes of a value of a type; undefined where values differ, as texts and lists do. */
export const bytesOfType = (type: string): number | undefined => {
  if (Object.hasOwn(BYTES, type)) return BYTES[type];
  if (/^TIMESTAMP[^[]*$/.test(type)) return 8;
  if (/^ENUM\([^[]*\)$/.test(type)) return 4;
  return /^(U?HUGEINT|UUID|INTERVAL|DECIMAL\(\d+,\s*\d+\))$/.test(type) ? 16 : undefined;
};

/** Bytes of a row, as far as types tell. */
export const rowBytesOf = (schema: Schema): number =>
  schema.reduce((sum, { type }) => sum + (bytesOfType(type) ?? UNSEEN_BYTES), 0);
