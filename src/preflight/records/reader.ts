import {
  findColumn,
  type Guard,
  identifier,
  joined,
  keptText,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type RecordReader,
  type Schema,
  type SourceInfo,
  type Sql,
  sql,
} from '../../kit/index.js';
import { SMALL } from './finder.js';

/** A reading node, whose records are to be read once more. */
export interface Reading {
  readonly source: SourceInfo;
  /** Its columns, with those that tell where a record comes from. */
  readonly schema: Schema;
  /** SQL that reads columns of a source. */
  readonly lower: (source: SourceInfo, columns: Schema) => Sql;
}

const onlyFiles = (source: SourceInfo, names: readonly string[]): SourceInfo => ({
  ...source,
  files: source.files.filter(({ name }) => names.includes(name)),
  groups: source.groups
    .map((group) => ({ ...group, files: group.files.filter(({ name }) => names.includes(name)) }))
    .filter(({ files }) => files.length > 0),
});

/** The values as quarantine keeps them; null where the files have no such column. */
const textsOf = ({ columns }: Pick<Guard, 'columns'>, schema: Schema): Sql =>
  joined(
    columns.map(({ name }) => {
      const column = findColumn(schema, name);
      return column ? keptText(column) : sql`null`;
    }),
  );

const isUsed = ({ columns }: Pick<Guard, 'columns'>, name: string): boolean =>
  name === ORIGIN_FILE || name === ORIGIN_ROW || columns.some((column) => column.name === name);

/**
 * Reads files of JSON once more with the number of each record, which the engine counts where one thread reads a file.
 * Files past 64 MB are left out unless that is asked for. Undefined for other formats, and where no file is left.
 */
export const createRecordReader = (
  { source, schema, lower }: Reading,
  guard: Pick<Guard, 'columns' | 'findsRecords'>,
): RecordReader | undefined => {
  if (source.format !== 'json') return undefined;
  const files = source.files.filter(({ bytes }) => guard.findsRecords === true || bytes <= SMALL);
  if (files.length === 0) return undefined;
  const columns = schema.filter(({ name }) => isUsed(guard, name));
  const origin = sql`${identifier(ORIGIN_FILE)} as "file", ${identifier(ORIGIN_ROW)} as record`;
  return {
    files: files.map(({ name }) => name),
    read: (names) =>
      sql`select ${origin}, [${textsOf(guard, schema)}]::varchar[] as texts from (${lower(onlyFiles(source, names), columns)})`,
  };
};
