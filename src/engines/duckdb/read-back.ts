import {
  type Cell,
  type Column,
  columnNames,
  type LiteralValue,
  literal,
  quoted,
  type ReadBack,
  type Schema,
  type WrittenFiles,
} from '../../kit/index.js';
import { unusedName } from './copy.js';
import { jsonType } from './json-types.js';
import { partitionValues } from './partition-values.js';
import { rowSum } from './row-hash.js';
import { runFault } from './run-faults.js';
import type { Session } from './session.js';

type Options = Readonly<Record<string, LiteralValue>>;

const isKept = ({ folder }: WrittenFiles, { name }: Column): boolean =>
  !folder || folder.keepPartitionColumns || !folder.partitionBy.includes(name);

/** The columns that stand in the files. */
const inFiles = (written: WrittenFiles): Schema => written.schema.filter((column) => isKept(written, column));

const csvOptions = (written: WrittenFiles): Options => {
  const { options } = written;
  return {
    auto_detect: false,
    header: options['header'] === undefined ? true : options['header'] === true,
    delim: String(options['delimiter'] ?? options['delim'] ?? ','),
    quote: '"',
    escape: '"',
    nullstr: String(options['nullstr'] ?? ''),
    // What is in quotes is a text, also where it is the one that stands for a null.
    allow_quoted_nulls: false,
    columns: new Map(inFiles(written).map(({ name }) => [name, 'VARCHAR'])),
    ...(options['compression'] === undefined ? {} : { compression: String(options['compression']) }),
  };
};

const jsonOptions = (written: WrittenFiles): Options => ({
  format: written.options['array'] === true ? 'array' : 'newline_delimited',
  columns: new Map(inFiles(written).map(({ name, type }) => [name, type])),
});

const formatOptions = (written: WrittenFiles): Options => {
  if (written.format === 'csv') return csvOptions(written);
  return written.format === 'json' ? jsonOptions(written) : {};
};

/** Reads the files themselves, whatever their folders are called. */
const call = (written: WrittenFiles, paths: readonly string[], others: Options = {}): string => {
  const options = { ...formatOptions(written), hive_partitioning: false, ...others };
  const values = Object.entries(options).map(([key, value]) => `${key} = ${literal(value).text}`);
  return `read_${written.format}(${literal(paths).text}, ${values.join(', ')})`;
};

/** Rows of written files, and the sum of their hashes. */
interface Counted {
  readonly rows: readonly number[];
  readonly rowSum: string;
}

/** The files for the hash: JSON in the types that it can be read in. */
const hashedFiles = (written: WrittenFiles, file: string): string => {
  const columns = new Map(inFiles(written).map(({ name, type }) => [name, jsonType(type)]));
  const others = written.format === 'json' ? { columns } : {};
  return call(written, written.paths, { ...others, filename: file });
};

/** The values that name the folder of each file, as rows of their own. */
const folderValues = ({ paths, folder }: WrittenFiles, file: string): string => {
  const names = folder?.partitionBy ?? [];
  const rows = paths.map((path) => literalRow([path, ...partitionValues(path, names.length)]));
  return `(values ${rows.join(', ')}) as folders(${[file, ...names].map(quoted).join(', ')})`;
};

const literalRow = (values: readonly (string | null)[]): string =>
  `(${values.map((value) => `${literal(value).text}::varchar`).join(', ')})`;

/** A value in the type of its column; where JSON cannot carry it, in the type that comes nearest. */
const typed = (written: WrittenFiles, column: Column): string => {
  if (!isKept(written, column)) return `folders.${quoted(column.name)}::${column.type}`;
  const { name, type } = column;
  const read = written.format === 'json' ? jsonType(type) : type;
  return `files.${quoted(name)}::${read === 'VARCHAR' ? type : read}`;
};

/** Types that no cast names. */
const UNNAMED = '"NULL"';

const noRows = (schema: Schema): string =>
  `select ${schema.map(({ name, type }) => `null${type === UNNAMED ? '' : `::${type}`} as ${quoted(name)}`).join(', ')} where false`;

/** The rows of written files, in their order, with the columns and types that they were written with. */
export const writtenRows = (written: WrittenFiles): string => {
  const { paths, schema } = written;
  if (paths.length === 0) return noRows(schema);
  const file = unusedName('file', columnNames(schema));
  const hasFolders = schema.some((column) => !isKept(written, column));
  const folders = hasFolders ? ` join ${folderValues(written, file)} using (${quoted(file)})` : '';
  const columns = schema.map((column) => {
    const value = typed(written, column);
    return `${column.type === UNNAMED ? 'null' : `${value}::${column.type}`} as ${quoted(column.name)}`;
  });
  return `select ${columns.join(', ')} from ${hashedFiles(written, file)} as files${folders}`;
};

/** Counts the rows of each file and adds up their hashes, in one look at them. */
const countEach = async (session: Session, written: WrittenFiles): Promise<Counted> => {
  const { paths, schema } = written;
  const file = unusedName('file', columnNames(schema));
  const hasFolders = schema.some((column) => !isKept(written, column));
  const folders = hasFolders ? ` join ${folderValues(written, file)} using (${quoted(file)})` : '';
  const sum = rowSum(schema, (column) => typed(written, column));
  const counted = await session.rows(
    `select files.${quoted(file)}, count(*), ${sum} from ${hashedFiles(written, file)} as files${folders} group by all`,
  );
  // A file without rows has no line.
  const counts = new Map(counted.map(([path, rows]) => [String(path), Number(rows)]));
  const sums = counted.map(([, , each]) => BigInt(String(each ?? 0)));
  return {
    rows: paths.map((path) => counts.get(path) ?? 0),
    rowSum: String(sums.reduce((total, each) => total + each, 0n)),
  };
};

/** A row with the values that name its folder put in their places. */
const withPartition = (
  written: WrittenFiles,
  row: readonly Cell[],
  partition: readonly (string | null)[],
): readonly Cell[] => {
  const rest = row.values();
  return written.schema.map((column) => {
    if (isKept(written, column)) return rest.next().value ?? null;
    return partition[written.folder?.partitionBy.indexOf(column.name) ?? -1] ?? null;
  });
};

/** The first rows; as each file has one at least, a few files are enough. */
const sample = async (
  session: Session,
  written: WrittenFiles,
  limit: number,
): Promise<Pick<ReadBack, 'schema' | 'values'>> => {
  const values: (readonly Cell[])[] = [];
  let types: Schema = inFiles(written);
  for (const path of written.paths.slice(0, Math.max(1, limit))) {
    const left = limit - values.length;
    if (left <= 0) break;
    const { schema, rows } = await session.query(`select * from ${call(written, [path])} limit ${left}`);
    types = schema;
    const partition = partitionValues(path, written.folder?.partitionBy.length ?? 0);
    values.push(...rows.map((row) => withPartition(written, row, partition)));
  }
  const byName = new Map(types.map((column) => [column.name, column]));
  return { schema: written.schema.map((column) => byName.get(column.name) ?? column), values };
};

/** Counts the rows of written files as a reader would, adds up their hashes, and gives the first of them. */
export const readBack = async (session: Session, written: WrittenFiles, limit: number): Promise<ReadBack> => {
  try {
    const counted = await countEach(session, written);
    return { ...counted, ...(await sample(session, written, limit)) };
  } catch (thrown) {
    const [only, second] = written.paths;
    throw runFault(thrown, only !== undefined && second === undefined ? { dataFile: only } : {});
  }
};
