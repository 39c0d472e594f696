import { failure, MillraceError } from '../../../base/errors/index.js';
import {
  columnNames,
  type DataFile,
  literal,
  type RowGroup,
  type Schema,
  type SourceInfo,
  type SourceRequest,
} from '../../../kit/index.js';
import { runFault } from '../run-faults.js';
import type { Session } from '../session.js';
import { namesInFiles, renamedIn, renameSchema, renamings } from './headers.js';
import { asWritten, checkHeaders, checkSameColumns, lackingIn } from './schemas.js';

const pathsOf = (files: readonly DataFile[]): string => literal(files.map(({ path }) => path)).text;

/** Top-level column names of each file, in the order of the files. */
const namesByFile = async (session: Session, files: readonly DataFile[]): Promise<readonly Schema[]> => {
  const rows = await session.rows(
    `select file_name, name, coalesce(num_children, 0) from parquet_schema(${pathsOf(files)})`,
  );
  const byFile = new Map<string, Schema>();
  const skip = new Map<string, number>();
  for (const [file, name, children] of rows.map(
    (row) => [String(row[0]), String(row[1]), Number(row[2])] as const,
  )) {
    const known = byFile.get(file);
    const pending = skip.get(file) ?? 0;
    if (!known) byFile.set(file, []);
    else if (pending > 0) skip.set(file, pending - 1 + children);
    else {
      byFile.set(file, [...known, { name, type: '' }]);
      skip.set(file, children);
    }
  }
  return files.map(({ path }) => byFile.get(path) ?? []);
};

const describeFiles = (session: Session, files: readonly DataFile[], unionByName: boolean): Promise<Schema> =>
  session.describe(
    `select * from read_parquet(${pathsOf(files)}, union_by_name = ${unionByName}, hive_partitioning = false)`,
  );

const rowCount = async (session: Session, files: readonly DataFile[]): Promise<number> => {
  const rows = await session.rows(
    `select sum(num_rows)::BIGINT from parquet_file_metadata(${pathsOf(files)})`,
  );
  return Number(rows[0]?.[0] ?? 0);
};

/** Opens one file after the other to say which one is damaged. */
const blame = async (session: Session, files: readonly DataFile[], thrown: unknown): Promise<Error> => {
  for (const file of files) {
    try {
      await rowCount(session, [file]);
    } catch (fault) {
      return runFault(fault, { dataFile: file.path });
    }
  }
  return runFault(thrown);
};

const look = async (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<SourceInfo> => {
  const written = await namesByFile(session, files);
  for (const [index, file] of files.entries()) checkHeaders(file, columnNames(written[index] ?? []));
  const renamed = files.map((file, index) => renamedIn(file, columnNames(written[index] ?? []), request));
  const byFile = written.map((each, index) => renameSchema(renamed[index] ?? [], each));
  if (!request.unionByName) checkSameColumns(files, byFile, request);
  const unionByName = request.unionByName || files.length > 1;
  const found = await describeFiles(session, files, unionByName);
  // Files are read together, by name: one that spells a column in another way than the rest cannot be told apart.
  const whole = files[0] ? renamedIn(files[0], columnNames(found), request) : [];
  const schema = renameSchema(whole, found);
  const rows = await rowCount(session, files);
  if (schema.length === 0) throw failure('MR4001', `"${files[0]?.name}" has no columns`);
  const group = {
    files,
    columns: columnNames(schema),
    options: { union_by_name: unionByName, ...asWritten },
    ...namesInFiles(whole),
  };
  return {
    format: 'parquet',
    files,
    schema,
    rows,
    groups: [group],
    ...lackingIn(files, byFile, request),
    ...renamings(files, renamed),
  };
};

/** Reads the footers only: columns, types and the exact number of rows. */
export const inspectParquet = async (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<SourceInfo> => {
  try {
    return await look(session, request, files);
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown;
    throw await blame(session, files, thrown);
  }
};

/** The row groups of a file, as its footer has them. */
export const rowGroupsOf = async (session: Session, path: string): Promise<readonly RowGroup[]> => {
  const rows = await session.rows(
    `select any_value(row_group_num_rows), sum(total_compressed_size)::bigint from parquet_metadata(${literal(path).text}) group by row_group_id order by row_group_id`,
  );
  return rows.map(([count, bytes]) => ({ rows: Number(count), bytes: Number(bytes) }));
};
