import {
  beginsFormula,
  type Column,
  type Format,
  type FormatOptions,
  identifier,
  joined,
  mayHoldFormulas,
  type Schema,
  type Sql,
  sql,
  withoutFormula,
} from '../../kit/index.js';

/** The formats in which rows are given as files. */
export const fileFormats = ['csv', 'parquet', 'arrow', 'jsonl'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
  arrow: 'application/vnd.apache.arrow.stream',
  jsonl: 'application/x-ndjson',
};

/** A column as a file that people open in a spreadsheet has it: neither its name nor its text is a formula. */
const harmless = (column: Column): Sql => {
  const { name } = column;
  const value = mayHoldFormulas(column) ? withoutFormula(column) : identifier(name);
  return sql`${value} as ${identifier(beginsFormula(name) ? `'${name}` : name)}`;
};

/** Whole numbers of 128 bits, which Parquet has none for, keep all of their digits as text. */
const forParquet = ({ name, type }: Column): Sql =>
  /^U?HUGEINT$/.test(type) ? sql`${identifier(name)}::varchar as ${identifier(name)}` : identifier(name);

/** Columns as a format of the engine takes them. */
export const columnsFor = (format: Exclude<FileFormat, 'arrow'>, schema: Schema): Sql => {
  if (format === 'csv') return joined(schema.map(harmless));
  return joined(schema.map(format === 'parquet' ? forParquet : ({ name }) => identifier(name)));
};

/** How the engine is to write a format. */
export const engineFormat: Readonly<
  Record<Exclude<FileFormat, 'arrow'>, { readonly format: Format; readonly options: FormatOptions }>
> = {
  csv: { format: 'csv', options: { header: true } },
  parquet: { format: 'parquet', options: { compression: 'zstd' } },
  jsonl: { format: 'json', options: {} },
};
