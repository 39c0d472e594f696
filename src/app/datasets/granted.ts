import { own } from '../../base/own.js';
import {
  findColumn,
  identifier,
  joined,
  keyword,
  maskedBy,
  type Schema,
  type SemanticTypes,
  type Sql,
  sql,
  type WrittenFiles,
} from '../../kit/index.js';
import { keyedHash } from './keyed-hash.js';
import { type DatasetView, type ShownColumn, shownColumns } from './view.js';

/** Shown in place of a value that no semantic type has a mask for. */
const hidden = (value: Sql): Sql => sql`case when ${value} is not null then '•••' end`;

const masked = (types: SemanticTypes, { masks }: DatasetView, { name }: ShownColumn, text: Sql): Sql => {
  const type = types.find(own(masks, name) ?? '');
  return type ? maskedBy(type, text) : hidden(text);
};

/** A type that no cast names holds nulls alone. */
const nullOf = (type: string): Sql => (type === '"NULL"' ? sql`null` : sql`null::${keyword(type)}`);

const shownValue = (types: SemanticTypes, view: DatasetView, column: ShownColumn): Sql => {
  const value = identifier(column.name);
  const text = sql`${value}::varchar`;
  switch (column.shown) {
    case 'clear':
      return value;
    case 'mask':
      return masked(types, view, column, text);
    case 'hash':
      return keyedHash(view.hashKey, text);
    case 'null':
      return nullOf(column.type);
  }
};

/** Columns of some files in the types of the dataset; those that the files lack are null. */
const inTypes = (rows: Sql, has: Schema, schema: Schema): Sql => {
  const columns = schema.map(({ name, type }) => {
    const found = findColumn(has, name);
    if (!found || type === '"NULL"') return sql`${nullOf(type)} as ${identifier(name)}`;
    return sql`${identifier(found.name)}::${keyword(type)} as ${identifier(name)}`;
  });
  return sql`select ${joined(columns)} from (${rows}) as files`;
};

/** The rows of a dataset as they were published, in its types. */
export const publishedRows = (
  schema: Schema,
  written: readonly WrittenFiles[],
  rowsOf: (files: WrittenFiles) => Sql,
): Sql => {
  const parts = written.map((files) => inTypes(rowsOf(files), files.schema, schema));
  if (parts.length > 0) return joined(parts, ' union all ');
  const none = schema.map(({ name, type }) => sql`${nullOf(type)} as ${identifier(name)}`);
  return sql`select ${joined(none)} where false`;
};

/** The name that a filter of rows may put before its columns. */
export const DATASET = 'dataset';

/** The rows that somebody may see, with each column as it may be seen; the filter sees the values as they are. */
export const grantedRows = (
  types: SemanticTypes,
  view: DatasetView,
  rows: Sql,
  filter: Sql | undefined,
): Sql => {
  const columns = shownColumns(view).map(
    (column) => sql`${shownValue(types, view, column)} as ${identifier(column.name)}`,
  );
  const where = filter ? sql` where (${filter})` : sql``;
  return sql`select ${joined(columns)} from (${rows}) as ${identifier(DATASET)}${where}`;
};
