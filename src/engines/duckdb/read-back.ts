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
import { partitionValues } from './partition-values.js';
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

/** Rows of each file. Of one file alone the engine may know them without a look at its rows. */
const countEach = async (session: Session, written: WrittenFiles): Promise<readonly number[]> => {
  const { paths } = written;
  if (paths.length === 1) {
    const [total] = await session.rows(`select count(*) from ${call(written, paths)}`);
    return [Number(total?.[0] ?? 0)];
  }
  const file = unusedName('file', columnNames(written.schema));
  const relation = call(written, paths, { filename: file });
  const counted = await session.rows(
    `select ${quoted(file)}, count(*) from ${relation} group by ${quoted(file)}`,
  );
  // A file without rows has no line.
  const counts = new Map(counted.map(([path, rows]) => [String(path), Number(rows)]));
  return paths.map((path) => counts.get(path) ?? 0);
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

/** Counts the rows of written files as a reader would, and gives the first of them. */
export const readBack = async (session: Session, written: WrittenFiles, limit: number): Promise<ReadBack> => {
  try {
    const rows = await countEach(session, written);
    return { rows, ...(await sample(session, written, limit)) };
  } catch (thrown) {
    const [only, second] = written.paths;
    throw runFault(thrown, only !== undefined && second === undefined ? { dataFile: only } : {});
  }
};
