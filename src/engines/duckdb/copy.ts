import { type FolderSink, type FormatOptions, literal, quoted, type Sink } from '../../kit/index.js';

type FileSink = Extract<Sink, { kind: 'file' }>;

/** Rows, and how the engine is to write them. */
interface Copy {
  readonly query: string;
  readonly format: string;
  readonly options: FormatOptions;
}

const copyOptions = (options: FormatOptions): string =>
  Object.entries(options)
    .map(([key, value]) => `, ${key.toUpperCase()} ${literal(value).text}`)
    .join('');

/** A name that none of the columns has. */
export const unusedName = (wanted: string, columns: readonly string[]): string => {
  const taken = columns.some((name) => name.toLowerCase() === wanted.toLowerCase());
  return taken ? unusedName(`${wanted}_`, columns) : wanted;
};

/**
 * Rows as they are, from one thread. Several files are else written by all threads at once, in any order. A window
 * over the stream of rows must see them one after the other; the condition keeps it from being optimised away.
 */
const inOrder = (query: string, { columns }: FolderSink): string => {
  const place = quoted(unusedName('place', columns));
  const numbered = `select *, row_number() over () as ${place} from (${query})`;
  return `select * exclude (${place}) from (${numbered}) where ${place} > 0`;
};

const writtenColumns = ({ columns, partitionBy, keepPartitionColumns }: FolderSink): readonly string[] =>
  columns.filter((name) => keepPartitionColumns || !partitionBy.includes(name));

/** What stands before, between and after the objects of a file; each is a line of text without quotes. */
const jsonLines = (isArray: boolean): FormatOptions => ({
  header: false,
  quote: '',
  escape: '',
  delimiter: '\n',
  ...(isArray ? { prefix: '[\n\t', suffix: '\n]\n', new_line: ',\n\t' } : {}),
});

/** The engine partitions no JSON; it writes JSON as text files of one column, and so do we. */
const jsonCopy = ({ query, options }: Copy, folder: FolderSink): Copy => {
  const { array, ...others } = options;
  const fields = writtenColumns(folder).map((name) => `${quoted(name)} := ${quoted(name)}`);
  const row = quoted(unusedName('row', folder.partitionBy));
  const keys = folder.partitionBy.map((name) => `${quoted(name)}, `).join('');
  return {
    query: `select ${keys}to_json(struct_pack(${fields.join(', ')})) as ${row} from (${query})`,
    format: 'csv',
    options: { ...others, ...jsonLines(array === true) },
  };
};

const folderOptions = (folder: FolderSink, format: string): string => {
  const { extension, partitionBy, keepPartitionColumns, fileSize } = folder;
  const files: FormatOptions = {
    filename_pattern: 'part-{i}',
    file_extension: extension.slice(1),
    ...(fileSize === undefined ? {} : { file_size_bytes: fileSize }),
    ...(keepPartitionColumns && format !== 'json' ? { write_partition_columns: true } : {}),
  };
  const partitions = partitionBy.length === 0 ? '' : `, PARTITION_BY (${partitionBy.map(quoted).join(', ')})`;
  return `${copyOptions(files)}${partitions}`;
};

/** The statement that writes rows into a file, or shares them out among the files of a folder. */
export const copyCommand = (query: string, { path, format, options, folder }: FileSink): string => {
  const rows = folder?.ordered ? inOrder(query, folder) : query;
  const plain: Copy = { query: rows, format, options };
  const isJson = format === 'json' && folder !== undefined && folder.partitionBy.length > 0;
  const copy = isJson ? jsonCopy(plain, folder) : plain;
  const files = folder ? folderOptions(folder, format) : '';
  return `copy (${copy.query}) to ${literal(path).text} (FORMAT ${copy.format}${copyOptions(copy.options)}${files})`;
};
