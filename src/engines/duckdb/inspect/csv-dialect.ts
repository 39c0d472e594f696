import { open } from 'node:fs/promises';
import { failure } from '../../../base/errors/index.js';
import {
  type DataFile,
  type FormatOptions,
  literal,
  type Schema,
  type TextFormat,
} from '../../../kit/index.js';
import { runFault } from '../run-faults.js';
import type { Session } from '../session.js';
import type { Sniffed } from './sniff-many.js';

/** How one CSV file is written, and its columns as found in its first rows. */
export interface CsvDialect {
  readonly options: FormatOptions;
  readonly columns: Schema;
  /** Columns that are read as text, and how their values are written. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
}

const KNOWN = [
  'delim',
  'quote',
  'escape',
  'header',
  'skip',
  'nullstr',
  'names',
  'dateformat',
  'timestampformat',
];

const argumentsOf = (options: FormatOptions): string =>
  Object.entries(options)
    .filter(([key]) => KNOWN.includes(key))
    .map(([key, value]) => `, ${key} = ${literal(value).text}`)
    .join('');

/** Records that do not fit are left out of what is found. */
const LENIENT = ', ignore_errors = true';

const SNIFF = `select Delimiter, Quote, Escape, SkipRows, HasHeader, to_json(Columns)::VARCHAR, DateFormat, TimestampFormat`;

const given = (found: unknown): string | undefined =>
  typeof found === 'string' && found !== '(empty)' && found !== '' ? found : undefined;

/** Where the first rows hold no quote, a later one may: the standard quote is pinned instead of none. */
const pinned = (row: readonly unknown[], options: FormatOptions): FormatOptions => {
  const [delim, quote, escapeMark, skip, header, , dateformat, timestampformat] = row;
  const format = given(dateformat);
  const stamp = given(timestampformat);
  return {
    delim: given(delim) ?? ',',
    quote: given(quote) ?? '"',
    escape: given(escapeMark) ?? '"',
    skip: Number(skip ?? 0),
    header: header === true,
    ...(format ? { dateformat: format } : {}),
    ...(stamp ? { timestampformat: stamp } : {}),
    ...Object.fromEntries(Object.entries(options).filter(([key]) => KNOWN.includes(key) && key !== 'names')),
  };
};

const DELIMITERS = /[,;\t|]/;

/** The delimiter in the name of an only column: the records do not agree, so the file was taken for one wide column. */
const missedDelimiter = (columns: Schema, options: FormatOptions): string | undefined => {
  const [only, second] = columns;
  const isPinned = options['delim'] !== undefined || options['names'] !== undefined;
  return second !== undefined || only === undefined || isPinned ? undefined : DELIMITERS.exec(only.name)?.[0];
};

const checkAgreement = (file: DataFile, columns: Schema, options: FormatOptions): void => {
  const delimiter = missedDelimiter(columns, options);
  if (delimiter === undefined) return;
  throw failure('MR4005', `the records of "${file.name}" do not all have as many fields as its header`, {
    dataFile: file.path,
    notes: [
      `the first line is: ${columns[0]?.name.slice(0, 120)}`,
      `pin \`delimiter: "${delimiter}"\` to see which record it is`,
    ],
  });
};

/** Finds the dialect of a file of which a contract follows: records that do not fit are its business. */
export const sniffLeniently = async (
  session: Session,
  file: DataFile,
  options: FormatOptions,
  known?: Sniffed,
): Promise<CsvDialect> => {
  const { columns, options: found } = await sniff(session, file, options, LENIENT, known);
  const delim = missedDelimiter(columns, options);
  return delim === undefined
    ? { columns, options: found }
    : sniff(session, file, { ...options, delim }, ', ignore_errors = true, null_padding = true');
};

/** Finds the dialect of a file. Throws MR4001 for an empty file, MR4003 for one that is not text, MR4005 for one without shape. */
export const sniffCsv = async (
  session: Session,
  file: DataFile,
  options: FormatOptions,
  known?: Sniffed,
): Promise<CsvDialect> => {
  const dialect = await sniff(session, file, options, '', known);
  checkAgreement(file, dialect.columns, options);
  return dialect;
};

const queryOf = (file: DataFile, options: FormatOptions, others: string): string =>
  `${SNIFF} from sniff_csv(${literal(file.path).text}${argumentsOf(options)}${others})`;

/** What is asked of a file first. */
export const firstQuery = (file: DataFile, options: FormatOptions, isLenient: boolean): string =>
  queryOf(file, options, isLenient ? LENIENT : '');

const sniff = async (
  session: Session,
  file: DataFile,
  options: FormatOptions,
  others: string,
  known?: Sniffed,
): Promise<CsvDialect> => {
  const query = queryOf(file, options, others);
  const found = known?.get(query);
  const rows = found
    ? [found]
    : await session.rows(query).catch(async (thrown: unknown) => {
        throw await sniffFault(thrown, file);
      });
  const row = rows[0] ?? [];
  const columns = JSON.parse(String(row[5])) as Schema;
  return { options: pinned(row, options), columns };
};

/** No text holds a null byte; a character may be cut in two at the end of what was read. */
const looksLikeText = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return !bytes.includes(0);
  } catch {
    return false;
  }
};

const HEAD = 65_536;

/** Whether the first bytes of a file are text. A packed file is not looked into: unpacking it found no fault. */
const isText = async ({ path }: DataFile): Promise<boolean> => {
  if (/\.(gz|zst)$/i.test(path)) return true;
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD), 0, HEAD, 0);
    return looksLikeText(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
};

const sniffFault = async (thrown: unknown, file: DataFile): Promise<Error> => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const about = { dataFile: file.path };
  if (!text.includes('Error when sniffing file')) return runFault(thrown, about);
  if (!(await isText(file))) return failure('MR4003', `"${file.name}" is not UTF-8 text`, about);
  return failure(
    'MR4005',
    `no CSV dialect fits "${file.name}": its records do not have the same number of fields`,
    about,
  );
};
