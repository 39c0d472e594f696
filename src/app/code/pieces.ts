import {
  type DataFile,
  type Engine,
  findColumn,
  ORIGIN_ROW,
  type RowRange,
  type Schema,
  type SourceGroup,
  type SourceInfo,
} from '../../kit/index.js';
import type { Sharing } from '../../planner/index.js';
import {
  layoutOf,
  type RecordLayout,
  recordFormatOf,
  type Slice,
  sliceOptions,
  slicesOf,
} from '../../workers/index.js';

/** Files that are opened for one piece, at most. */
const MOST_FILES = 200;

/** Neighbours together until they are as much as is asked for. */
const packed = <T>(
  items: readonly T[],
  isFull: (taken: readonly T[]) => boolean,
): readonly (readonly T[])[] => {
  const packs: T[][] = [];
  let open: T[] = [];
  for (const item of items) {
    open.push(item);
    if (!isFull(open)) continue;
    packs.push(open);
    open = [];
  }
  return open.length > 0 ? [...packs, open] : packs;
};

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((all, item) => all + of(item), 0);

/** Rows of a Parquet file, with their bytes in it. */
interface SizedRange {
  readonly rows: RowRange;
  readonly bytes: number;
}

/** Ranges of rows of a Parquet file: whole row groups. */
const rangesOf = async (
  engine: Engine,
  { path }: DataFile,
  { partition, rows }: Sharing,
): Promise<readonly SizedRange[]> => {
  const packs = packed(
    await engine.rowGroups(path),
    (taken) => sum(taken, (group) => group.bytes) >= partition || sum(taken, (group) => group.rows) >= rows,
  );
  let from = 0;
  return packs.map((pack) => {
    const to = from + sum(pack, (group) => group.rows);
    const range = { rows: { from, to }, bytes: sum(pack, (group) => group.bytes) };
    from = to;
    return range;
  });
};

const wholeFiles = (group: SourceGroup, { partition }: Sharing): readonly SourceGroup[] =>
  packed(
    group.files,
    (taken) => taken.length >= MOST_FILES || sum(taken, ({ bytes }) => bytes) >= partition,
  ).map((files) => ({ ...group, files }));

/** A piece of a source; where it is a slice of its only file, that is to come through a pipe. */
export interface Piece {
  readonly source: SourceInfo;
  /** In its files. */
  readonly bytes: number;
  readonly slice?: Slice;
}

/** How a source is cut into pieces. */
export interface Cutting {
  readonly sharing: Sharing;
  readonly signal: AbortSignal;
}

type Pieces = AsyncIterable<Piece>;

const bytesOf = ({ files }: SourceGroup): number => sum(files, ({ bytes }) => bytes);

const pieceOf = (source: SourceInfo, group: SourceGroup, bytes = bytesOf(group)): Piece => ({
  source: { ...source, files: group.files, groups: [group] },
  bytes,
});

async function* rowGroupPieces(
  engine: Engine,
  source: SourceInfo,
  group: SourceGroup,
  { sharing }: Cutting,
): Pieces {
  for (const file of group.files)
    for (const { rows, bytes } of await rangesOf(engine, file, sharing))
      yield pieceOf(source, { ...group, files: [file], rows }, bytes);
}

/** Records of a file in slices. */
async function* slicePieces(
  source: SourceInfo,
  group: SourceGroup,
  layout: RecordLayout,
  { sharing, signal }: Cutting,
): Pieces {
  const options = sliceOptions(layout, group.options);
  for await (const slice of slicesOf(layout, sharing.partition, { signal }))
    yield { ...pieceOf(source, { ...group, options }, slice.to - slice.from), slice };
}

async function* textPieces(source: SourceInfo, group: SourceGroup, cutting: Cutting): Pieces {
  for (const file of group.files) {
    const alone = { ...group, files: [file] };
    const format = recordFormatOf(source.format, group.options, file.path);
    const layout = format && (await layoutOf(file.path, format));
    if (layout) yield* slicePieces(source, alone, layout, cutting);
    else yield pieceOf(source, alone);
  }
}

/** So many times a partition is a file that is cut. */
const LARGE = 1.5;
/** Compressed and by columns, few bytes are many rows. */
const LARGE_PARQUET = 0.25;

/**
 * A source in pieces of about one size, none of which shares a row with another: together they are all of it.
 *
 * @param columns those that its node has: where records are numbered, text is read from the begin of each file
 */
export async function* piecesOf(
  engine: Engine,
  source: SourceInfo,
  columns: Schema,
  cutting: Cutting,
): Pieces {
  const isParquet = source.format === 'parquet';
  const most = cutting.sharing.partition * (isParquet ? LARGE_PARQUET : LARGE);
  const isNumbered = findColumn(columns, ORIGIN_ROW) !== undefined;
  const isCut = ({ bytes }: DataFile): boolean => bytes > most && (isParquet || !isNumbered);
  for (const group of source.groups) {
    const large = { ...group, files: group.files.filter(isCut) };
    const small = { ...group, files: group.files.filter((file) => !isCut(file)) };
    for (const files of wholeFiles(small, cutting.sharing)) yield pieceOf(source, files);
    yield* isParquet ? rowGroupPieces(engine, source, large, cutting) : textPieces(source, large, cutting);
  }
}

/** A piece whose slice comes through this pipe. */
export const piped = (source: SourceInfo, pipe: string): SourceInfo => ({
  ...source,
  groups: source.groups.map((group) => ({
    ...group,
    files: group.files.map((file) => ({ ...file, path: pipe })),
  })),
});
