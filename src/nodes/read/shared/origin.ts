import * as z from 'zod';
import {
  type Finding,
  findColumn,
  foundAs,
  identifier,
  keyword,
  literal,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
  type SourceGroup,
  type SourceInfo,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { typeSql } from '../../shared/types.js';
import { type Capture, capture, capturedColumns, capturedValues, captureFaults } from './capture.js';

/** What every reading node takes to tell where its records come from. */
export const originKeys = {
  capture,
  row_origin: z
    .boolean()
    .default(false)
    .describe(
      'Whether to add `origin_file` (path inside the store) and `origin_row` (number of the record in its file, from 1).',
    ),
};

export interface Origin {
  readonly capture?: Capture | undefined;
  readonly row_origin: boolean;
}

const originColumns: Schema = [
  { name: ORIGIN_FILE, type: 'VARCHAR' },
  { name: ORIGIN_ROW, type: 'BIGINT' },
];

/** The columns that are added to those of the files. */
export const addedColumns = (origin: Origin, { files, asFound = [] }: SourceInfo): Schema => [
  ...capturedColumns(origin.capture, files),
  ...(origin.row_origin ? originColumns : []),
  ...asFound.map((name) => ({ name: foundAs(name), type: 'VARCHAR' })),
];

/** The engine's own columns, which columns of the files with the same names would hide. */
const COUNTERS = ['file_index', 'file_row_number'];

const hidden = (origin: Origin, { schema }: SourceInfo): readonly Finding[] => {
  const column = COUNTERS.map((name) => findColumn(schema, name)).find((found) => found !== undefined);
  if (!column || (origin.capture === undefined && !origin.row_origin)) return [];
  const message = `the files have a column "${column.name}", which hides what files and rows are counted by`;
  return [{ code: 'MR2114', message, path: ['path'], notes: ['leave `capture` and `row_origin` out'] }];
};

/** File names that do not fit, and columns in the way. */
export const originFaults = (origin: Origin, source: SourceInfo): readonly Finding[] => [
  ...hidden(origin, source),
  ...captureFaults(origin.capture, source.files),
];

/** Records are numbered within one file; only Parquet numbers them by itself. */
export const groupsToRead = (
  { row_origin: isAsked }: Origin,
  { format, groups }: SourceInfo,
  columns: Schema,
): readonly SourceGroup[] =>
  isAsked && format !== 'parquet' && findColumn(columns, ORIGIN_ROW)
    ? groups.flatMap((group) => group.files.map((file) => ({ ...group, files: [file] })))
    : groups;

/** The value of the file that a record comes from: the engine counts files from 0, lists begin at 1. One file needs no count. */
const byFile = (values: readonly (string | null)[], type: string): Sql =>
  values.length === 1
    ? sql`cast(${literal(values[0] ?? null)} as ${typeSql(type)})`
    : sql`(cast(${literal(values)} as ${typeSql(`${type}[]`)}))[file_index::bigint + 1]`;

const rowNumber = (format: SourceInfo['format']): Sql =>
  keyword(format === 'parquet' ? 'file_row_number + 1' : 'row_number() over ()');

/** The SQL of an added column; undefined for a column of the files. */
export const originSql = (
  origin: Origin,
  { format, asFound = [] }: SourceInfo,
  { files, columns }: SourceGroup,
  name: string,
): Sql | undefined => {
  const found = asFound.find((column) => foundAs(column) === name);
  if (found !== undefined) return columns.includes(found) ? identifier(found) : keyword('null');
  if (origin.row_origin && name === ORIGIN_FILE) {
    return byFile(
      files.map((file) => file.name),
      'VARCHAR',
    );
  }
  if (origin.row_origin && name === ORIGIN_ROW) return rowNumber(format);
  const captured = capturedColumns(origin.capture, files).find((column) => column.name === name);
  if (!captured || !origin.capture) return undefined;
  return byFile(capturedValues(origin.capture, files, name), captured.type);
};
