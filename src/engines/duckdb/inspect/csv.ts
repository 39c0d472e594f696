import { own } from '../../../base/own.js';
import {
  columnNames,
  type DataFile,
  type FormatOptions,
  findColumn,
  literal,
  type Schema,
  type SourceGroup,
  type SourceInfo,
  type SourceRequest,
} from '../../../kit/index.js';
import { rejectOptions } from '../quarantine/rejects.js';
import type { Session } from '../session.js';
import { type CsvDialect, firstQuery, sniffCsv, sniffLeniently } from './csv-dialect.js';
import { differingFormats, optionsOf, sharedFormats, withFormats, withoutFormats } from './csv-formats.js';
import {
  asText,
  asWritten,
  checkHeaders,
  checkMerged,
  checkSameColumns,
  lackingIn,
  pinTypes,
  widest,
} from './schemas.js';
import { type Sniffed, sniffMany } from './sniff-many.js';

const pinnedTypes = (request: SourceRequest): Readonly<Record<string, string>> => {
  const types = request.options['types'];
  return typeof types === 'object' && !Array.isArray(types)
    ? (types as Readonly<Record<string, string>>)
    : {};
};

/** Names that the engine made unique end in a number; the first record then shows what the file says. */
const rawHeader = async (
  session: Session,
  file: DataFile,
  { options, columns }: CsvDialect,
): Promise<readonly string[]> => {
  if (options['header'] !== true || !columns.some(({ name }) => /_\d+$/.test(name)))
    return columnNames(columns);
  const dialect = ['delim', 'quote', 'escape', 'skip']
    .map((key) => `, ${key} = ${literal(options[key] ?? '').text}`)
    .join('');
  const names = columns.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const [row] = await session.rows(
    `select * from read_csv(${literal(file.path).text}, auto_detect = false, ignore_errors = true, header = false${dialect}, columns = {${names}}) limit 1`,
  );
  return (row ?? []).map((cell) => String(cell ?? ''));
};

const lookAt = async (
  session: Session,
  file: DataFile,
  request: SourceRequest,
  known: Sniffed,
): Promise<CsvDialect> => {
  const pins = request.texts?.get(file.path);
  const options = optionsOf(request, pins);
  const find = request.guarded ? sniffLeniently : sniffCsv;
  const dialect = await find(session, file, options, known);
  if (options['names'] === undefined) checkHeaders(file, await rawHeader(session, file, dialect));
  return pins ? withFormats(dialect, pins, request) : dialect;
};

const groupKey = ({ columns, options, formats }: CsvDialect): string =>
  JSON.stringify([columnNames(columns), options, formats]);

/** Files of one shape are read together; the columns have the same types in every group. */
const groupsOf = (
  files: readonly DataFile[],
  dialects: readonly CsvDialect[],
  schema: Schema,
): readonly SourceGroup[] => {
  const groups = new Map<string, { files: DataFile[]; dialect: CsvDialect }>();
  for (const [index, file] of files.entries()) {
    const dialect = dialects[index];
    if (!dialect) continue;
    const group = groups.get(groupKey(dialect)) ?? { files: [], dialect };
    group.files.push(file);
    groups.set(groupKey(dialect), group);
  }
  return [...groups.values()].map(({ files: members, dialect }) => ({
    files: members,
    columns: columnNames(dialect.columns),
    options: withColumns(dialect, schema),
    ...(dialect.formats ? { formats: dialect.formats } : {}),
  }));
};

/** In a map: an object would put columns named `2020` before others, and every value into the wrong one. */
const withColumns = ({ options, columns, formats }: CsvDialect, schema: Schema): FormatOptions => ({
  auto_detect: false,
  ...asWritten,
  ...options,
  columns: new Map(
    columns.map(({ name, type }) => [
      name,
      own(formats, name) ? 'VARCHAR' : (findColumn(schema, name)?.type ?? type),
    ]),
  ),
});

/** Looks at every file's header and first rows; columns that differ in type take the one that holds both. */
export const inspectCsv = async (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<SourceInfo> => {
  const dialects: CsvDialect[] = [];
  const questions = files.map((file) =>
    firstQuery(file, optionsOf(request, request.texts?.get(file.path)), request.guarded !== undefined),
  );
  const known = await sniffMany(session, questions);
  for (const file of files) dialects.push(await lookAt(session, file, request, known));
  const schemas = dialects.map(({ columns }) => columns);
  if (!request.unionByName) checkSameColumns(files, schemas, request);
  const types = pinnedTypes(request);
  const found = widest(schemas);
  checkMerged(files, found);
  const typed = pinTypes(found, types);
  const shared = request.guarded ? sharedFormats(dialects) : {};
  const schema = request.guarded ? asText(typed, shared) : typed;
  const groups = groupsOf(
    files,
    dialects.map((dialect) => withoutFormats(dialect, shared)),
    schema,
  );
  const rejects = request.guarded ? rejectOptions(request.guarded.node) : {};
  return {
    format: 'csv',
    files,
    schema,
    groups: groups.map((group) => ({ ...group, options: { ...group.options, ...rejects } })),
    ...lackingIn(files, schemas, request),
    ...(request.guarded ? differingFormats(dialects, shared) : {}),
  };
};
