import type { ColumnType, Row, TableTruth } from './dirty-file.js';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A clean table: its values are the canonical text of what they mean. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const columnOf = (word: string): Column => {
  const [name = '', type = 'text'] = word.split(':');
  return { name, type: type as ColumnType };
};

/** Columns from `name:type|name|…`; a type that is not said is text. */
export const columnsOf = (words: string): readonly Column[] => words.split('|').map(columnOf);

const asValue = (text: string): string | null => (text === '∅' ? null : text);

/** Rows from lines of values with `|` between them; `∅` is null. */
export const rowsOf = (lines: string): readonly Row[] =>
  lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split('|').map(asValue));

export const tableOf = (name: string, columns: string, rows: string | readonly Row[]): Table => ({
  name,
  columns: columnsOf(columns),
  rows: typeof rows === 'string' ? rowsOf(rows) : rows,
});

/** The truth of a file that means this table and nothing more. */
export const truthOf = ({ columns, rows }: Pick<Table, 'columns' | 'rows'>): TableTruth => ({
  columns: columns.map(({ name }) => name),
  types: columns.map(({ type }) => type),
  rows,
});

/** A truth written out by hand. */
export const truth = (columns: string, rows: string | readonly Row[]): TableTruth =>
  truthOf(tableOf('', columns, rows));

/** The first rows of a table. */
export const firstRows = (table: Table, count: number): Table => ({
  ...table,
  rows: table.rows.slice(0, count),
});
