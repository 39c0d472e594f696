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

interface SchemaIndex {
  readonly exact: ReadonlyMap<string, Column>;
  readonly folded: ReadonlyMap<string, Column>;
}

/** Schemas never change, so each is indexed once: files of thousands of columns are looked up thousands of times. */
const indexes = new WeakMap<Schema, SchemaIndex>();

const indexOf = (schema: Schema): SchemaIndex => {
  const known = indexes.get(schema);
  if (known) return known;
  const made = {
    exact: new Map(schema.map((column) => [column.name, column])),
    folded: new Map(schema.toReversed().map((column) => [column.name.toLowerCase(), column])),
  };
  indexes.set(schema, made);
  return made;
};

/** The column of that name, without regard to case, as SQL looks names up. */
export const findColumn = (schema: Schema, name: string): Column | undefined => {
  const { exact, folded } = indexOf(schema);
  return exact.get(name) ?? folded.get(name.toLowerCase());
};

export const columnNames = (schema: Schema): readonly string[] => schema.map(({ name }) => name);

/** The column that tells the file of a record, where a reading node adds it. */
export const ORIGIN_FILE = 'origin_file';

/** The column that tells the number of a record in its file, where a reading node adds it. */
export const ORIGIN_ROW = 'origin_row';
