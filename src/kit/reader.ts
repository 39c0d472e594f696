import type { Binder, BindRequest, Cell, EngineLimits, Format, FormatOptions, Outcome } from './engine.js';
import type { Binding } from './expression.js';
import type { Schema } from './schema.js';
import type { Sql } from './sql.js';

/** Rows that were made into a file of their own, which knows nothing of what they were made of. */
export interface KeptTable {
  /** Absolute path of the file. */
  readonly path: string;
  readonly rows: number;
  readonly schema: Schema;
}

/** A value as the engine holds it, of the types that batches may have. */
export type BatchValue = string | number | bigint | boolean | Uint8Array | null;

/** Some rows by their columns. */
export interface RowBatch {
  readonly rows: number;
  readonly columns: readonly (readonly BatchValue[])[];
}

/** What a reader may use. */
export interface ReaderOptions {
  /** By the names that questions call them. */
  readonly tables: Readonly<Record<string, KeptTable>>;
  readonly limits: EngineLimits;
  /** A folder of the reader's own for what does not fit into memory; it makes and removes it. */
  readonly spillFolder: string;
  /** Folders that files may be written to. */
  readonly writable: readonly string[];
  /** Statements that are answered at once. */
  readonly sessions: number;
}

/**
 * Answers questions of strangers over kept tables, and reaches nothing else. What goes wrong on the rows is told by its
 * kind alone (MR8904, MR8905), never in the words of the engine, which quote values.
 */
export interface Reader extends Pick<Binder, 'relation'> {
  /** As `Binder.bind`, and without functions that make long values of short ones. */
  readonly bind: (request: BindRequest) => Promise<Outcome<Binding>>;
  /** A table as it stands in FROM; `number` names a column more, with the numbers of the rows from 0. */
  readonly table: (name: string, number?: string) => Sql;
  readonly rows: (
    query: Sql,
    signal: AbortSignal,
  ) => Promise<{ readonly schema: Schema; readonly values: readonly (readonly Cell[])[] }>;
  /** The first column of each row, which is text. */
  readonly texts: (query: Sql, signal: AbortSignal) => Promise<readonly string[]>;
  /** Columns of booleans, numbers, text and bytes, a few thousand rows at a time. */
  readonly batches: (query: Sql, signal: AbortSignal) => AsyncIterable<RowBatch>;
  /** Writes a file, and gives the number of its rows. */
  readonly write: (
    query: Sql,
    file: { readonly path: string; readonly format: Format; readonly options: FormatOptions },
    signal: AbortSignal,
  ) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens kept tables to be read by anybody who may see all of them. */
export type CreateReader = (options: ReaderOptions) => Promise<Reader>;
