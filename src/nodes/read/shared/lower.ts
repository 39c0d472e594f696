import { own } from '../../../base/own.js';
import {
  type Column,
  type Format,
  identifier,
  joined,
  keyword,
  literal,
  plainText,
  type Schema,
  type SourceGroup,
  type SourceInfo,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { typeSql } from '../../shared/types.js';
import { groupsToRead, type Origin, originSql } from './origin.js';

const readers: Readonly<Record<Format, Sql>> = {
  csv: keyword('read_csv'),
  json: keyword('read_json'),
  parquet: keyword('read_parquet'),
};

const call = (format: Format, { files, options }: SourceGroup): Sql => {
  const named = Object.entries(options).map(([name, value]) => sql`${keyword(name)} = ${literal(value)}`);
  return sql`${readers[format]}(${joined([literal(files.map(({ path }) => path)), ...named])})`;
};

/** Which rows of the file are read: the engine leaves out whole row groups by it. */
const within = ({ rows }: SourceGroup): Sql =>
  rows
    ? sql` where file_row_number >= ${literal(rows.from)} and file_row_number < ${literal(rows.to)}`
    : keyword('');

/** What is to be read of a source. */
export interface Reading {
  readonly config: Origin;
  readonly source: SourceInfo;
  readonly columns: Schema;
}

/** A cast to the type that a column has already costs nothing: the engine drops it. */
const columnOf = ({ config, source }: Reading, { name, type }: Column, group: SourceGroup): Sql => {
  const raw = group.columns.includes(name) ? identifier(own(group.inFiles, name) ?? name) : keyword('null');
  const format = own(group.formats, name);
  const written = format ? plainText(raw, format) : raw;
  const value = originSql(config, source, group, name) ?? written;
  return sql`${value}::${typeSql(type)} as ${identifier(name)}`;
};

const noRows = (columns: Schema): Sql => {
  const nulls = columns.map(({ name, type }) => sql`null::${typeSql(type)} as ${identifier(name)}`);
  return sql`select ${joined(nulls)} where false`;
};

/**
 * SQL that reads columns of a source: one SELECT a group of files, each with all columns in the same order and with
 * the same types; those that a group lacks are null. Without a column, one is read for the sake of the rows.
 */
export const readColumns = (reading: Reading): Sql => {
  const { config, source, columns } = reading;
  const wanted = columns.length > 0 ? columns : source.schema.slice(0, 1);
  if (source.groups.length === 0) return noRows(wanted);
  const selects = groupsToRead(config, source, wanted).map(
    (group) =>
      sql`select ${joined(wanted.map((column) => columnOf(reading, column, group)))} from ${call(source.format, group)}${within(group)}`,
  );
  return joined(selects, ' union all ');
};
