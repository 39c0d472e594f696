import { listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import {
  columnNames,
  type Engine,
  findColumn,
  identifier,
  joined,
  literal,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import type { TestRow } from '../../spec/index.js';
import { cellSql } from './given.js';
import type { Mismatch } from './result.js';

type TextRow = readonly (string | null)[];

const floats = new Set(['DOUBLE', 'FLOAT']);

/** A value as the text that is compared; floats to 12 digits, since sums may come in any order. */
const comparable = (value: Sql, type: string): Sql =>
  floats.has(type)
    ? sql`case when isfinite(${value}) then printf(${literal('%.12g')}, ${value}) else cast(${value} as varchar) end`
    : sql`cast(${value} as varchar)`;

const namedColumns = (node: string, rows: readonly TestRow[], schema: Schema): Schema => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return schema;
  return names.map((name) => {
    const column = findColumn(schema, name);
    if (column) return column;
    throw failure('MR2104', `the test expects column "${name}" of "${node}", which has none`, {
      node,
      notes: [`"${node}" has: ${listed(columnNames(schema))}`],
    });
  });
};

const rowsOf = async (engine: Engine, query: Sql): Promise<readonly TextRow[]> => {
  const statement = { query, sink: { kind: 'rows', limit: 10_000 } } as const;
  const { values } = await engine.execute(statement, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return values.map((row) => row.map((cell) => (cell === null ? null : String(cell))));
};

const actualQuery = (table: string, columns: Schema): Sql =>
  sql`select ${joined(columns.map(({ name, type }) => comparable(identifier(name), type)))} from ${identifier(table)}`;

const expectedQuery = (rows: readonly TestRow[], columns: Schema): Sql =>
  joined(
    rows.map(
      (row) =>
        sql`select ${joined(columns.map((column) => comparable(cellSql(row[column.name], column), column.type)))}`,
    ),
    ' union all ',
  );

/** What is in `left` and not in `right`, counting repeated rows. */
const without = (left: readonly TextRow[], right: readonly TextRow[]): readonly TextRow[] => {
  const counts = new Map<string, number>();
  for (const row of right) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
  return left.filter((row) => {
    const key = JSON.stringify(row);
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count <= 0;
  });
};

const asRow = (row: TextRow, columns: Schema): TestRow =>
  Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null]));

/** Holds the rows of a node's table against those expected, in any order, in the columns that are named. */
export const compare = async (
  engine: Engine,
  node: string,
  schema: Schema,
  expected: readonly TestRow[],
): Promise<Mismatch | undefined> => {
  const columns = namedColumns(node, expected, schema);
  const actual = await rowsOf(engine, actualQuery(node, columns));
  const wanted = expected.length === 0 ? [] : await rowsOf(engine, expectedQuery(expected, columns));
  const missing = without(wanted, actual);
  const unexpected = without(actual, wanted);
  if (missing.length + unexpected.length === 0) return undefined;
  return {
    node,
    columns: columnNames(columns),
    missing,
    unexpected,
    actual: actual.map((row) => asRow(row, columns)),
  };
};
