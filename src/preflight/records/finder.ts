import {
  asList,
  type DataFile,
  type RecordFinder,
  type SourceGroup,
  type SourceInfo,
} from '../../kit/index.js';
import { findRecords } from './scan.js';
import { createWanted, type Wanted } from './wanted.js';

/** A file of plain CSV whose records can be told by their fields. */
interface SearchedFile {
  readonly file: DataFile;
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly nulls: readonly string[];
  readonly above: number;
  readonly wanted: Wanted;
}

/** Past this size finding records takes as long as some runs do, so it must be asked for. */
const SMALL = 64_000_000;

/** Quotes that are not doubled, or not double, would have the scan lose its place. */
const isSearchable = ({ options }: SourceGroup, { path }: DataFile): boolean =>
  options['quote'] === '"' && options['escape'] === '"' && !/\.zst$/i.test(path);

const searchedFile = (group: SourceGroup, file: DataFile): SearchedFile => {
  const { delim, skip, header, nullstr } = group.options;
  return {
    file,
    columns: group.columns,
    delimiter: String(delim),
    nulls: ['', ...asList((nullstr ?? []) as string | readonly string[])],
    above: Number(skip ?? 0) + (header === true ? 1 : 0),
    wanted: createWanted(),
  };
};

const lookFor = (
  { columns, delimiter, nulls, wanted }: SearchedFile,
  row: number,
  values: Readonly<Record<string, unknown>>,
): void => {
  const written = (word: string): readonly string[] =>
    columns.map((name) => (typeof values[name] === 'string' ? values[name] : word));
  const isWhole = columns.every((name) => typeof values[name] === 'string');
  for (const word of isWhole ? [''] : new Set(nulls))
    wanted.add(Buffer.from(written(word).join(delimiter)), row);
};

/**
 * Finds the numbers that records of CSV files have, from their values: one more pass over each file in which any is
 * looked for. Files past 64 MB are left out unless `isAsked`. Undefined where no file can be searched.
 */
export const createRecordFinder = (source: SourceInfo, isAsked: boolean): RecordFinder | undefined => {
  if (source.format !== 'csv') return undefined;
  const files = new Map(
    source.groups.flatMap((group) =>
      group.files
        .filter((file) => isSearchable(group, file) && (isAsked || file.bytes <= SMALL))
        .map((file) => [file.name, searchedFile(group, file)] as const),
    ),
  );
  if (files.size === 0) return undefined;
  const asked = new Set<SearchedFile>();
  return {
    add: (row, name, values) => {
      const file = files.get(name);
      if (!file) return;
      asked.add(file);
      lookFor(file, row, values);
    },
    find: async () => {
      const found = new Map<number, number>();
      for (const { file, above, wanted } of asked)
        await findRecords(file.path, above, wanted, (row, record) => {
          if (!found.has(row)) found.set(row, record);
        });
      return found;
    },
  };
};
