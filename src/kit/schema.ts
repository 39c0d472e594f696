import type { TextFormat } from './text-format.js';

/** A column's name and its type, written as DuckDB writes it (`BIGINT`, `DECIMAL(18,3)`, `VARCHAR[]`). */
export interface Column {
  readonly name: string;
  readonly type: string;
  /** For a column of a file that is read as text: the type that its values seem to have. */
  readonly found?: string;
  /** How its values are written, where they are text of a format of its own. */
  readonly format?: TextFormat;
}

/** The columns of a relation, in order. Names are unique without regard to case. */
export type Schema = readonly Column[];

/** The column of that name, without regard to case, as SQL looks names up. */
export const findColumn = (schema: Schema, name: string): Column | undefined =>
  schema.find((column) => column.name === name) ??
  schema.find((column) => column.name.toLowerCase() === name.toLowerCase());

export const columnNames = (schema: Schema): readonly string[] => schema.map(({ name }) => name);

/** The column that tells the file of a record, where a reading node adds it. */
export const ORIGIN_FILE = 'origin_file';

/** The column that tells the number of a record in its file, where a reading node adds it. */
export const ORIGIN_ROW = 'origin_row';
