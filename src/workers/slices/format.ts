import type { Format, FormatOptions } from '../../kit/index.js';

/** How the records of a text file end. */
export type RecordFormat =
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      readonly quote: string;
      readonly escapeMark: string;
      /** Records before the first row: what is skipped, and the header. */
      readonly above: number;
      readonly skipped: number;
    }
  /** Each line is a record: no line end is ever inside of one. */
  | { readonly kind: 'lines' };

/** Options under which a CSV record ends where this room says; any other may change that. */
const CSV_OPTIONS = new Set([
  'auto_detect',
  'hive_partitioning',
  'columns',
  'delim',
  'quote',
  'escape',
  'skip',
  'header',
  'nullstr',
  'dateformat',
  'timestampformat',
]);

const JSON_OPTIONS = new Set([
  'format',
  'hive_partitioning',
  'columns',
  'maximum_object_size',
  'dateformat',
  'timestampformat',
]);

const PACKED = /\.(gz|gzip|zst|zstd|bz2|xz|lz4|br|zip)$/i;

const MARK = /^[!-~]$/;

/** One character, which UTF-8 never holds a part of twice: a delimiter of several could overlap with itself. */
const isDelimiter = (text: unknown): text is string =>
  typeof text === 'string' && [...text].length === 1 && !/[\r\n\0\ufeff\ufffd]/.test(text);

const isMark = (text: unknown): text is string => typeof text === 'string' && MARK.test(text);

const csvFormat = (options: FormatOptions): RecordFormat | undefined => {
  const { delim: delimiter, quote, escape: escapeMark, skip = 0, header } = options;
  if (options['auto_detect'] !== false || typeof header !== 'boolean' || typeof skip !== 'number')
    return undefined;
  if (!isDelimiter(delimiter) || !isMark(quote) || !isMark(escapeMark)) return undefined;
  if (delimiter === quote || delimiter === escapeMark) return undefined;
  return { kind: 'csv', delimiter, quote, escapeMark, skipped: skip, above: skip + Number(header) };
};

const only = (options: FormatOptions, known: ReadonlySet<string>): boolean =>
  Object.keys(options).every((key) => known.has(key)) && options['columns'] !== undefined;

/**
 * How the records of a file end, by the options that its reader is given; undefined where that is not certain: a
 * dialect that is not pinned, other options than those known here, a packed file. What `layoutOf` finds in the file comes on top.
 */
export const recordFormatOf = (
  format: Format,
  options: FormatOptions,
  path: string,
): RecordFormat | undefined => {
  if (PACKED.test(path)) return undefined;
  if (format === 'csv') return only(options, CSV_OPTIONS) ? csvFormat(options) : undefined;
  const isList = options['format'] === 'array';
  return format === 'json' && !isList && only(options, JSON_OPTIONS) ? { kind: 'lines' } : undefined;
};
