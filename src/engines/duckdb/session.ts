import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cell, Schema } from '../../kit/index.js';

/** Values for the parameters of a statement, as text; the statement casts them. */
export type SessionValues = Readonly<Record<string, string | null>>;

/** The columns and rows of a result. */
export interface SessionResult {
  readonly schema: Schema;
  readonly rows: readonly (readonly Cell[])[];
}

/** One connection, used by one statement at a time. */
export interface Session {
  readonly query: (text: string, values?: SessionValues) => Promise<SessionResult>;
  readonly rows: (text: string, values?: SessionValues) => Promise<readonly (readonly Cell[])[]>;
  /** The first column of each row, which is text. */
  readonly texts: (text: string) => Promise<readonly string[]>;
  /** Columns as the driver has them, some rows at a time, of a result that is never held as a whole. */
  readonly chunks: (text: string) => AsyncIterable<readonly (readonly unknown[])[]>;
  /** Columns of a statement that is prepared and not run. */
  readonly describe: (text: string) => Promise<Schema>;
  readonly interrupt: () => void;
  /** Share done of the running statement, 0 to 1; undefined where the engine cannot tell. */
  readonly progress: () => number | undefined;
  readonly close: () => void;
}

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)INT|UINTEGER|INTEGER)$/;

/** 64-bit integers come as text from the driver; those that a JavaScript number holds become one. */
const cellOf = (value: unknown, type: string): Cell => {
  if (typeof value === 'string' && WHOLE.test(type)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return (value ?? null) as Cell;
};

async function* chunksOf(connection: DuckDBConnection, text: string) {
  const result = await connection.stream(text);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getColumns();
  }
}

export const createSession = (connection: DuckDBConnection): Session => {
  const query: Session['query'] = async (text, values = {}) => {
    // Without values the driver needs one step instead of three.
    const reader = await (Object.keys(values).length === 0
      ? connection.runAndReadAll(text)
      : connection.runAndReadAll(text, { ...values }));
    const types = reader.columnTypes().map(String);
    const schema = reader.columnNames().map((name, index) => ({ name, type: types[index] ?? '' }));
    const rows = reader
      .getRowsJson()
      .map((row) => row.map((cell, index) => cellOf(cell, types[index] ?? '')));
    return { schema, rows };
  };
  return {
    query,
    rows: async (text, values) => (await query(text, values)).rows,
    texts: async (text) => {
      const [column = []] = (await connection.runAndReadAll(text)).getColumns();
      return column.map(String);
    },
    chunks: (text) => chunksOf(connection, text),
    describe: async (text) => {
      const prepared = await connection.prepare(text);
      const schema = Array.from({ length: prepared.columnCount }, (_, index) => ({
        name: prepared.columnName(index),
        type: String(prepared.columnType(index)),
      }));
      prepared.destroySync();
      return schema;
    },
    interrupt: () => connection.interrupt(),
    progress: () => {
      const { percentage } = connection.progress;
      return percentage < 0 ? undefined : Math.min(1, percentage / 100);
    },
    close: () => connection.closeSync(),
  };
};
