import type { ColumnType, DirtyFile, TableTruth, Value } from './dirty-file.js';
import { utf8 } from './encodings.js';
import { type Table, truthOf } from './table.js';

/** How a sender's program writes a table as text. */
export interface Style {
  readonly delimiter: string;
  readonly quote: string;
  /** How a quote within quotes is written. */
  readonly escapedBy: 'double' | 'backslash';
  /** Which fields stand in quotes: those that need them, all texts, or all. */
  readonly quoting: 'needed' | 'text' | 'all';
  /** The line end after each record, counted from zero. */
  readonly lineEnd: (record: number) => string;
  readonly header: boolean;
  /** How many line ends follow the last record. */
  readonly finalLineEnds: number;
  /** What stands for a value that is not there, in the given row. */
  readonly nullWord: (row: number) => string;
  /** Writes a value that is there as its sender would. */
  readonly format: (value: string, type: ColumnType) => string;
}

export const PLAIN: Style = {
  delimiter: ',',
  quote: '"',
  escapedBy: 'double',
  quoting: 'needed',
  lineEnd: () => '\n',
  header: true,
  finalLineEnds: 1,
  nullWord: () => '',
  format: (value) => value,
};

const needsQuotes = (text: string, { delimiter, quote, escapedBy }: Style): boolean =>
  text.includes(delimiter.trim() || delimiter) ||
  text.includes(quote) ||
  (escapedBy === 'backslash' && text.includes('\\')) ||
  /[\r\n]|^\s|\s$/.test(text);

const quoted = (text: string, { quote, escapedBy }: Style): string => {
  const inner =
    escapedBy === 'double'
      ? text.replaceAll(quote, quote + quote)
      : text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${inner}${quote}`;
};

const isQuoted = (text: string, type: ColumnType, style: Style): boolean =>
  style.quoting === 'all' || (style.quoting === 'text' && type === 'text') || needsQuotes(text, style);

const fieldOf = (value: Value, type: ColumnType, row: number, style: Style): string => {
  if (value === null) return style.nullWord(row);
  const text = style.format(value, type);
  return isQuoted(text, type, style) ? quoted(text, style) : text;
};

export const headerOf = ({ columns }: Table, style: Style = PLAIN): string =>
  columns
    .map(({ name }) => (isQuoted(name, 'text', style) ? quoted(name, style) : name))
    .join(style.delimiter);

/** The records of the rows, each without its line end. */
export const recordsOf = ({ columns, rows }: Table, style: Style = PLAIN): readonly string[] =>
  rows.map((row, number) =>
    columns.map(({ type }, at) => fieldOf(row[at] ?? null, type, number, style)).join(style.delimiter),
  );

/** Records with their line ends. */
export const joined = (records: readonly string[], style: Style = PLAIN): string => {
  const last = records.length - 1;
  return records
    .map(
      (record, at) =>
        record + (at < last ? style.lineEnd(at) : style.lineEnd(at).repeat(style.finalLineEnds)),
    )
    .join('');
};

export const textOf = (table: Table, changes: Partial<Style> = {}): string => {
  const style = { ...PLAIN, ...changes };
  const records = recordsOf(table, style);
  return joined(style.header ? [headerOf(table, style), ...records] : records, style);
};

type Encode = (text: string) => Uint8Array;

/** A file of this text. */
export const file = (
  name: string,
  text: string,
  truth: DirtyFile['truth'],
  encode: Encode = utf8,
): DirtyFile => ({
  name,
  bytes: () => encode(text),
  truth,
});

interface Written extends Partial<Style> {
  readonly encode?: Encode;
  /** What of the truth is not simply the table. */
  readonly truth?: Partial<TableTruth>;
}

/** A file of a whole clean table in a style. */
export const written = (name: string, table: Table, { encode, truth, ...style }: Written = {}): DirtyFile =>
  file(name, textOf(table, style), { ...truthOf(table), ...truth }, encode);

export const refusal = (reason: string): DirtyFile['truth'] => ({ refused: true, reason });
