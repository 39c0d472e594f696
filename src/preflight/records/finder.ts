import {
  asList,
  type DataFile,
  type RecordFinder,
  type RecordShape,
  type SourceGroup,
  type SourceInfo,
} from '../../kit/index.js';
import { findRecords } from './scan.js';
import { createWanted, type Wanted } from './wanted.js';

/** A file of plain CSV in which records are looked for. */
interface SearchedFile {
  readonly file: DataFile;
  /** Lines before the first record. */
  readonly above: number;
  readonly wanted: Wanted;
}

/** Past this size finding records takes as long as some runs do, so it must be asked for. */
export const SMALL = 64_000_000;

/** Quotes that are not doubled, or not double, would have the scan lose its place. */
const isSearchable = ({ options }: SourceGroup, { path }: DataFile): boolean =>
  options['quote'] === '"' && options['escape'] === '"' && !/\.zst$/i.test(path);

const searchedFile = ({ options }: SourceGroup, file: DataFile): SearchedFile => ({
  file,
  above: Number(options['skip'] ?? 0) + (options['header'] === true ? 1 : 0),
  wanted: createWanted(),
});

const shapeOf = ({ columns, options }: SourceGroup, files: readonly DataFile[]): RecordShape => ({
  files: files.map(({ name }) => name),
  columns,
  delimiter: String(options['delim']),
  nulls: [...new Set(['', ...asList((options['nullstr'] ?? []) as string | readonly string[])])],
});

/**
 * Finds the numbers that records of CSV files have, from their values: one more pass over each file in which any is
 * looked for. Files past 64 MB are left out unless `isAsked`. Undefined where no file can be searched.
 */
export const createRecordFinder = (source: SourceInfo, isAsked: boolean): RecordFinder | undefined => {
  if (source.format !== 'csv') return undefined;
  const searched = source.groups.flatMap((group) => {
    const files = group.files.filter((file) => isSearchable(group, file) && (isAsked || file.bytes <= SMALL));
    return files.length === 0 ? [] : [{ group, files }];
  });
  if (searched.length === 0) return undefined;
  const byName = new Map(
    searched.flatMap(({ group, files }) =>
      files.map((file) => [file.name, searchedFile(group, file)] as const),
    ),
  );
  const asked = new Set<SearchedFile>();
  return {
    shapes: searched.map(({ group, files }) => shapeOf(group, files)),
    add: (row, name, record) => {
      const file = byName.get(name);
      if (!file) return;
      asked.add(file);
      file.wanted.add(Buffer.from(record), row);
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
