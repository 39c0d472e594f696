import * as z from 'zod';
import type { Column, Engine, NodeKind, Schema, Sql } from '../../kit/index.js';
import { identifier, joined, keyword, literal, quoted, sql } from '../../kit/index.js';
import type { TestCell, TestRow } from '../../spec/index.js';
import { unwatched } from '../read-rows.js';

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^[+-]?(0|[1-9]\d{0,17})$/, 'BIGINT'],
  [/^[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?$/, 'DOUBLE'],
  [/^(true|false)$/, 'BOOLEAN'],
  [/^\d{4}-\d\d-\d\d$/, 'DATE'],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/, 'TIMESTAMP'],
];

const hasLeadingZero = (text: string): boolean => /^[+-]?0\d/.test(text);

const typeOfText = (text: string): string =>
  hasLeadingZero(text) ? 'VARCHAR' : (patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'VARCHAR');

const common = (types: readonly string[]): string => {
  const found = new Set(types);
  if (found.size === 1) return types[0] ?? 'VARCHAR';
  if (found.size === 2 && found.has('BIGINT') && found.has('DOUBLE')) return 'DOUBLE';
  return found.size === 2 && found.has('DATE') && found.has('TIMESTAMP') ? 'TIMESTAMP' : 'VARCHAR';
};

/** Column types told from the texts of the cells, for nodes whose real columns are not known. Nested cells are JSON. */
export const inferSchema = (rows: readonly TestRow[]): Schema => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => {
    const cells = rows.map((row) => row[name]).filter((cell) => cell !== null && cell !== undefined);
    const types = cells.map((cell) => (typeof cell === 'string' ? typeOfText(cell) : 'JSON'));
    return { name, type: types.length === 0 ? 'VARCHAR' : common(types) };
  });
};

/** A cell's text as a value of its column's type: cast by the engine, from the source text. */
export const cellSql = (cell: TestCell | undefined, { type }: Column): Sql => {
  if (cell === null || cell === undefined) return sql`cast(null as ${keyword(type)})`;
  if (typeof cell === 'string') return sql`cast(${literal(cell)} as ${keyword(type)})`;
  return sql`cast(${literal(JSON.stringify(cell))}::JSON as ${keyword(type)})`;
};

const rowSql = (row: TestRow, schema: Schema): Sql =>
  sql`select ${joined(schema.map((column) => sql`${cellSql(row[column.name], column)} as ${identifier(column.name)}`))}`;

/** Rows as a query; no rows give the columns alone. */
export const rowsSql = (rows: readonly TestRow[], schema: Schema): Sql => {
  if (rows.length > 0)
    return joined(
      rows.map((row) => rowSql(row, schema)),
      ' union all ',
    );
  return sql`select * from (${rowSql({}, schema)}) where false`;
};

/** A reading kind that stands in for a node of which a test gives the rows. */
export const givenKind = (rows: readonly TestRow[], schema: Schema): NodeKind => ({
  kind: 'given',
  family: 'read',
  summary: 'Rows of a test.',
  description: '',
  config: z.unknown(),
  example: { document: '' },
  paths: () => [],
  source: () => ({ format: 'csv', options: {}, unionByName: false }),
  lower: ({ columns }) => {
    const names = columns.length > 0 ? columns : schema.slice(0, 1);
    return sql`select ${joined(names.map(({ name }) => identifier(name)))} from (${rowsSql(rows, schema)})`;
  },
});

/** Why a cell is not a value of its column's type; undefined where all are. */
export const badCell = async (
  engine: Engine,
  rows: readonly TestRow[],
  schema: Schema,
): Promise<string | undefined> => {
  for (const column of schema) {
    for (const row of rows) {
      const outcome = await tryCell(engine, row[column.name], column);
      if (outcome !== undefined) return outcome;
    }
  }
  return undefined;
};

const tryCell = async (
  engine: Engine,
  cell: TestCell | undefined,
  column: Column,
): Promise<string | undefined> => {
  if (cell === null || cell === undefined || column.type === 'VARCHAR') return undefined;
  const statement = {
    query: sql`select ${cellSql(cell, column)}`,
    sink: { kind: 'rows', limit: 1 },
  } as const;
  try {
    await engine.execute(statement, unwatched());
    return undefined;
  } catch {
    const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
    return `'${text}' is not a value of type ${column.type} (column ${quoted(column.name)})`;
  }
};
