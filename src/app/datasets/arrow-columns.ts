import { type Column, identifier, literal, type Schema, type Sql, sql } from '../../kit/index.js';

/** How a column stands in an Arrow stream, and what the engine is asked for to fill it. */
export type ArrowKind =
  | { readonly kind: 'bool' | 'utf8' | 'binary' | 'date' | 'time' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly isSigned: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'timestamp'; readonly hasZone: boolean }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

export interface ArrowColumn {
  readonly name: string;
  readonly how: ArrowKind;
  readonly value: Sql;
}

const BITS = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64 } as const;

const intKind = (type: string): ArrowKind | undefined => {
  const [, sign, name = ''] = /^(U?)((?:TINY|SMALL|BIG)INT|INTEGER)$/.exec(type) ?? [];
  const bits = Object.hasOwn(BITS, name) ? BITS[name as keyof typeof BITS] : undefined;
  return bits === undefined ? undefined : { kind: 'int', bits, isSigned: sign === '' };
};

const kindOf = (type: string): ArrowKind => {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) return { kind: 'decimal', precision: Number(precision), scale: Number(scale) };
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'bool' };
    case 'FLOAT':
      return { kind: 'float', bits: 32 };
    case 'DOUBLE':
      return { kind: 'float', bits: 64 };
    case 'DATE':
      return { kind: 'date' };
    case 'TIME':
      return { kind: 'time' };
    case 'BLOB':
      return { kind: 'binary' };
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
      return { kind: 'timestamp', hasZone: false };
    case 'TIMESTAMP WITH TIME ZONE':
      return { kind: 'timestamp', hasZone: true };
    default:
      return intKind(type) ?? { kind: 'utf8' };
  }
};

/** Days and microseconds for what has no end, as the engine itself counts them. */
const endless = (value: Sql, counted: Sql, greatest: bigint): Sql =>
  sql`case when isfinite(${value}) then ${counted} when ${value} > 'epoch' then ${literal(greatest)} when ${value} < 'epoch' then ${literal(-greatest)} end`;

const isNested = (type: string): boolean => /^(STRUCT|MAP|UNION)\(|\[\d*\]$/.test(type);

const filling = ({ name, type }: Column, how: ArrowKind): Sql => {
  const value = identifier(name);
  switch (how.kind) {
    case 'date':
      return endless(value, sql`date_diff('day', date '1970-01-01', ${value})`, 2_147_483_647n);
    case 'time':
      return sql`epoch_us(${value})`;
    case 'timestamp': {
      const moment = sql`${value}::${how.hasZone ? sql`timestamptz` : sql`timestamp`}`;
      return endless(moment, sql`epoch_us(${moment})`, 9_223_372_036_854_775_807n);
    }
    case 'decimal':
      return sql`replace(${value}::varchar, '.', '')::hugeint`;
    case 'utf8':
      return isNested(type) ? sql`to_json(${value})::varchar` : sql`${value}::varchar`;
    default:
      return value;
  }
};

/** The columns of a relation for an Arrow stream; types that it has none for are text, nested ones as JSON. */
export const arrowColumns = (schema: Schema): readonly ArrowColumn[] =>
  schema.map((column) => {
    const how = kindOf(column.type);
    return { name: column.name, how, value: filling(column, how) };
  });
