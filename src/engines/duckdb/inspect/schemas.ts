import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import {
  columnNames,
  type DataFile,
  findColumn,
  type Schema,
  type SourceInfo,
  type SourceRequest,
  type TextFormat,
} from '../../../kit/index.js';

/** Columns come from the file alone: the engine would add those of folders such as `year=2026` unasked. */
export const asWritten = { hive_partitioning: false } as const;

/** Refuses column names that SQL cannot tell apart: the engine would rename one without a word. */
export const checkHeaders = (file: DataFile, names: readonly string[]): void => {
  const seen = new Map<string, string>();
  for (const name of names) {
    const first = seen.get(name.toLowerCase());
    if (first !== undefined && name !== '') throw collision(file, first, name);
    seen.set(name.toLowerCase(), name);
  }
};

const collision = (file: DataFile, first: string, second: string): Error =>
  failure(
    'MR4007',
    first === second
      ? `"${file.name}" has two columns named "${first}"`
      : `"${file.name}" has columns "${first}" and "${second}", which differ only in case`,
    { dataFile: file.path },
  );

/** By column that files may lack, the names of the files that do; nothing where all of them have all. */
export const lackingIn = (
  files: readonly DataFile[],
  schemas: readonly Schema[],
  { guarded }: SourceRequest,
): Pick<SourceInfo, 'lacking'> => {
  const lacking = (guarded?.mayLack ?? []).flatMap((column) => {
    const names = files
      .filter((_, index) => !findColumn(schemas[index] ?? [], column))
      .map(({ name }) => name);
    return names.length > 0 ? [[column, names] as const] : [];
  });
  return lacking.length > 0 ? { lacking: Object.fromEntries(lacking) } : {};
};

/** Refuses files that do not all have the columns of the first, but for those that they may lack. */
export const checkSameColumns = (
  files: readonly DataFile[],
  all: readonly Schema[],
  { guarded }: SourceRequest,
): void => {
  const mayLack: Schema = (guarded?.mayLack ?? []).map((name) => ({ name, type: '' }));
  const schemas = all.map((schema) => schema.filter(({ name }) => !findColumn(mayLack, name)));
  const [first = [], ...others] = schemas;
  for (const [index, schema] of others.entries()) {
    const missing = columnNames(first).filter((name) => !columnNames(schema).includes(name));
    const extra = columnNames(schema).filter((name) => !columnNames(first).includes(name));
    if (missing.length + extra.length === 0) continue;
    const file = files[index + 1];
    throw failure('MR4006', `"${file?.name}" does not have the columns of "${files[0]?.name}"`, {
      ...(file ? { dataFile: file.path } : {}),
      notes: [
        ...(missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
        ...(extra.length > 0 ? [`additional: ${listed(extra)}`] : []),
      ],
    });
  }
};

const whole = ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'];
const dates = ['DATE', 'TIMESTAMP'];

const wider = (a: string, b: string): string => {
  if (a === b) return a;
  const numeric = whole.slice(1);
  if (numeric.includes(a) && numeric.includes(b)) return numeric.indexOf(a) > numeric.indexOf(b) ? a : b;
  const isNumber = (type: string): boolean => numeric.includes(type) || type === 'DOUBLE';
  if (isNumber(a) && isNumber(b)) return 'DOUBLE';
  return dates.includes(a) && dates.includes(b) ? 'TIMESTAMP' : 'VARCHAR';
};

/** All columns of all schemas, in the order they first stand, each with a type that holds all its values. */
export const widest = (schemas: readonly Schema[]): Schema => {
  const types = new Map<string, string>();
  for (const { name, type } of schemas.flat()) {
    const known = types.get(name);
    types.set(name, known === undefined ? type : wider(known, type));
  }
  return [...types].map(([name, type]) => ({ name, type }));
};

/** The schema with types that the document pins; throws MR2104 for a pinned column that the files do not have. */
export const pinTypes = (schema: Schema, types: Readonly<Record<string, string>>): Schema => {
  const pins = new Map<string, string>();
  for (const [name, type] of Object.entries(types)) {
    const column = findColumn(schema, name);
    if (!column) throw unknownPin(schema, name);
    pins.set(column.name, type);
  }
  return schema.map(({ name, type }) => ({ name, type: pins.get(name) ?? type }));
};

/** Text as the type of the columns that a contract is going to cast. */
export const textTypes = ({ guarded }: SourceRequest, schema: Schema): Readonly<Record<string, string>> => {
  const named = (guarded?.asText ?? []).flatMap((name) => findColumn(schema, name) ?? []);
  return Object.fromEntries(named.map(({ name }) => [name, 'VARCHAR']));
};

/** All columns as text, each with the type that it would have: what breaks a contract is kept as it is written. */
export const asText = (schema: Schema, formats: Readonly<Record<string, TextFormat>> = {}): Schema =>
  schema.map(({ name, type }) => {
    const format = own(formats, name);
    return {
      name,
      type: 'VARCHAR',
      ...(type === 'VARCHAR' ? {} : { found: type }),
      ...(format ? { format } : {}),
    };
  });

const unknownPin = (schema: Schema, name: string): Error => {
  const label = didYouMean(name, columnNames(schema));
  return failure('MR2104', `unknown column "${name}" in \`types\``, {
    notes: [`the files have: ${listed(columnNames(schema))}`],
    ...(label ? { label } : {}),
  });
};

/** Refuses columns of several files whose names SQL could not tell apart in one relation. */
export const checkMerged = (files: readonly DataFile[], schema: Schema): void => {
  const [first] = files;
  if (first && files.length > 1) checkHeaders(first, columnNames(schema));
};
