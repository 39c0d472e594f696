import { type DataFile, joined, literal, type SourceInfo, type Sql, sql } from '../../kit/index.js';
import { cutDown } from './pieces.js';

/** Rows that are looked at: whole inputs up to this many bytes, and so many rows of each part of larger ones. */
const SMALL = 4_000_000;
const ROWS = 4_000;
/** Wide tables are looked at in fewer rows: what is worked out grows with the cells. */
const CELLS = 200_000;
const FILES = 8;

/** The part of a source that is looked at. */
export interface Chosen {
  /** The source with files that are cut down or left out. */
  readonly info: SourceInfo;
  /** Where to read in it, in rows; everything where there are none. */
  readonly windows: readonly { readonly offset: number; readonly rows: number }[];
  readonly isWhole: boolean;
  readonly from: string;
}

const bytesOf = (files: readonly DataFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const isPacked = ({ path }: DataFile): boolean => /\.(gz|zst)$/i.test(path);

/** Some of many, evenly: the first and the last are among them. */
const spread = <T>(all: readonly T[], wanted: number): readonly T[] =>
  all.length <= wanted
    ? all
    : Array.from(
        { length: wanted },
        (_, index) => all[Math.round((index * (all.length - 1)) / (wanted - 1))] as T,
      );

const withFiles = (info: SourceInfo, files: ReadonlyMap<string, DataFile>): SourceInfo => {
  const kept = (all: readonly DataFile[]) => all.flatMap(({ path }) => files.get(path) ?? []);
  return {
    ...info,
    files: kept(info.files),
    groups: info.groups
      .map((group) => ({ ...group, files: kept(group.files) }))
      .filter(({ files: own }) => own.length > 0),
  };
};

/** Lines that were cut out of a file may be parts of records: those are left out of the statistics. */
const lenient = (info: SourceInfo): SourceInfo =>
  info.format !== 'csv'
    ? info
    : {
        ...info,
        groups: info.groups.map(({ options, ...group }) => {
          const { store_rejects, rejects_limit, rejects_table, rejects_scan, ...others } = options;
          return { ...group, options: { ...others, ignore_errors: true } };
        }),
      };

const rowsFor = ({ schema }: SourceInfo): number =>
  Math.max(500, Math.min(ROWS, Math.floor(CELLS / Math.max(1, schema.length))));

const thirds = (info: SourceInfo): Chosen['windows'] => {
  const [all, rows] = [info.rows ?? 0, rowsFor(info)];
  return [0, Math.floor((all - rows) / 2), all - rows].map((offset) => ({ offset, rows }));
};

const isLineWise = ({ format, groups, files }: SourceInfo): boolean =>
  !files.some(isPacked) &&
  (format === 'csv' ||
    groups.every(({ options }) => options['format'] === 'newline_delimited') ||
    files.every(({ path }) => /\.(ndjson|jsonl)$/i.test(path)));

const ofLines = async (info: SourceInfo, folder: string): Promise<Chosen> => {
  const files = spread(info.files, FILES);
  const kept = new Map<string, DataFile>();
  for (const [number, file] of files.entries()) kept.set(file.path, await cutDown(file, folder, number));
  const of = files.length === info.files.length ? '' : ` of ${files.length} of ${info.files.length} files`;
  return {
    info: lenient(withFiles(info, kept)),
    windows: [],
    isWhole: false,
    from: `start, middle and end${of}`,
  };
};

/** What is looked at of a source. Pieces of text files are written into the folder. */
export const choose = async (info: SourceInfo, folder: string, isFull: boolean): Promise<Chosen> => {
  const whole: Chosen = { info: lenient(info), windows: [], isWhole: true, from: 'all rows' };
  const isSmall =
    info.rows === undefined
      ? bytesOf(info.files) <= SMALL && !(info.files.some(isPacked) && bytesOf(info.files) > SMALL / 8)
      : info.rows <= rowsFor(info) * 3;
  if (isFull || isSmall) return whole;
  if (info.rows !== undefined && info.format === 'parquet') {
    return { info, windows: thirds(info), isWhole: false, from: 'start, middle and end' };
  }
  if (isLineWise(info)) return ofLines(info, folder);
  const rows = rowsFor(info) * 3;
  return { ...whole, windows: [{ offset: 0, rows }], isWhole: false, from: `first ${rows} rows` };
};

/** The rows that were chosen, from the query of all. */
export const chosenRows = (rows: Sql, { windows }: Chosen): Sql =>
  windows.length === 0
    ? rows
    : joined(
        windows.map(
          (window) =>
            sql`(select * from (${rows}) limit ${literal(window.rows)} offset ${literal(window.offset)})`,
        ),
        ' union all ',
      );
