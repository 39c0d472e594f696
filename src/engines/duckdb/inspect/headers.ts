import { listed } from '../../../base/diagnostics/suggest.js';
import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import {
  type DataFile,
  matchHeaders,
  type NameClash,
  type Renamed,
  type Schema,
  type SourceInfo,
  type SourceRequest,
} from '../../../kit/index.js';

const clashError = (file: DataFile, { to, candidates }: NameClash): Error =>
  failure(
    'MR4031',
    candidates.length > 1
      ? `"${file.name}" has more than one column that may be "${to}": ${listed(candidates)}`
      : `"${file.name}" has a column "${candidates[0]}" that may be "${to}", and another of the contract`,
    { dataFile: file.path },
  );

/** The columns of a file that are read under names of the contract. Throws MR4031 where two may be the same one. */
export const renamedIn = (
  file: DataFile,
  names: readonly string[],
  { guarded }: SourceRequest,
): readonly Renamed[] => {
  if (!guarded) return [];
  const columns = guarded.columns.map((name) => ({ name, aliases: own(guarded.aliases, name) ?? [] }));
  const { renamed, clashes } = matchHeaders(names, columns);
  if (clashes[0]) throw clashError(file, clashes[0]);
  return renamed;
};

/** The name under which a column of a file is read. */
const readAs = (renamed: readonly Renamed[], name: string): string =>
  renamed.find(({ from }) => from === name)?.to ?? name;

export const renameSchema = (renamed: readonly Renamed[], schema: Schema): Schema =>
  renamed.length === 0 ? schema : schema.map((column) => ({ ...column, name: readAs(renamed, column.name) }));

/** Values by column under the names by which columns are read. */
export const renameKeys = <T>(
  renamed: readonly Renamed[],
  values: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [readAs(renamed, name), value]));

/** What was renamed, with the files where it was. */
export const renamings = (
  files: readonly DataFile[],
  all: readonly (readonly Renamed[])[],
): Pick<SourceInfo, 'renamed'> => {
  const found = new Map<string, Renamed & { readonly files: readonly string[] }>();
  for (const [index, file] of files.entries())
    for (const each of all[index] ?? []) {
      const key = JSON.stringify([each.from, each.to]);
      found.set(key, { ...each, files: [...(found.get(key)?.files ?? []), file.name] });
    }
  return found.size > 0 ? { renamed: [...found.values()] } : {};
};

/** Where the engine reads columns by their names: the name in the files of each that is read under another. */
export const namesInFiles = (
  renamed: readonly Renamed[],
): { readonly inFiles?: Readonly<Record<string, string>> } =>
  renamed.length === 0 ? {} : { inFiles: Object.fromEntries(renamed.map(({ from, to }) => [to, from])) };
