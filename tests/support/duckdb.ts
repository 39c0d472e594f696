import { DuckDBInstance } from '@duckdb/node-api';
import { type Cell, literal } from '../../src/kit/index.js';

/** What a query gave. */
export interface Queried {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Runs SQL in a database of its own. */
export const query = async (text: string): Promise<Queried> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(text);
    return { names: reader.columnNames(), rows: reader.getRowsJson() as readonly (readonly Cell[])[] };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Writes what a query gives to a file; the options are those of COPY. */
export const writeRows = async (path: string, select: string, options = 'FORMAT parquet'): Promise<void> => {
  await query(`copy (${select}) to ${literal(path).text} (${options})`);
};

/** Names of the columns of a file, and all of its rows. */
export const contentOf = (
  reader: 'read_csv' | 'read_json' | 'read_parquet',
  path: string,
): Promise<Queried> => query(`select * from ${reader}(${literal(path).text})`);
