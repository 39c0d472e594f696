import { DuckDBInstance } from '@duckdb/node-api';
import { type Cell, literal } from '../../src/kit/index.js';

/** Runs SQL in a database of its own and gives the rows, by column. */
export const query = async (text: string): Promise<readonly Readonly<Record<string, Cell>>[]> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(text);
    return reader.getRowObjectsJson() as readonly Readonly<Record<string, Cell>>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Writes what a query gives to a file; the options are those of COPY. */
export const writeRows = async (path: string, select: string, options = 'FORMAT parquet'): Promise<void> => {
  await query(`copy (${select}) to ${literal(path).text} (${options})`);
};

/** Column names and types of a file, and all rows as text. */
export const contentOf = async (reader: 'read_csv' | 'read_json' | 'read_parquet', path: string) => {
  const relation = `${reader}(${literal(path).text})`;
  const columns = await query(`describe select * from ${relation}`);
  return {
    columns: columns.map((column) => String(column['column_name'])),
    rows: (await query(`select * from ${relation}`)).map((row) => Object.values(row)),
  };
};
