import {
  type DataFile,
  type Engine,
  findColumn,
  ORIGIN_ROW,
  type SourceGroup,
  type SourceInfo,
} from '../../kit/index.js';
import type { Sharing } from '../wiring.js';

/** Files that are opened for one piece, at most. */
const MOST_FILES = 200;

/** Neighbours together until they are as much as is asked for. */
export const packed = <T>(
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

/** Ranges of rows of a Parquet file: whole row groups. */
const rangesOf = async (
  engine: Engine,
  { path }: DataFile,
  { partition, rows }: Sharing,
): Promise<readonly { readonly from: number; readonly to: number }[]> => {
  const packs = packed(
    await engine.rowGroups(path),
    (taken) => sum(taken, (group) => group.bytes) >= partition || sum(taken, (group) => group.rows) >= rows,
  );
  let from = 0;
  return packs.map((pack) => {
    const to = from + sum(pack, (group) => group.rows);
    const range = { from, to };
    from = to;
    return range;
  });
};

const wholeFiles = (group: SourceGroup, { partition }: Sharing): readonly SourceGroup[] =>
  packed(
    group.files,
    (taken) => taken.length >= MOST_FILES || sum(taken, ({ bytes }) => bytes) >= partition,
  ).map((files) => ({ ...group, files }));

/** A group of files in pieces, each read by one process. */
async function* groupPieces(
  engine: Engine,
  source: SourceInfo,
  group: SourceGroup,
  sharing: Sharing,
): AsyncIterable<SourceGroup> {
  if (source.format !== 'parquet') return yield* wholeFiles(group, sharing);
  const large = group.files.filter(({ bytes }) => bytes >= sharing.partition / 4);
  yield* wholeFiles({ ...group, files: group.files.filter((file) => !large.includes(file)) }, sharing);
  for (const file of large)
    for (const rows of await rangesOf(engine, file, sharing)) yield { ...group, files: [file], rows };
}

/** A source in pieces of about one size, none of which shares a row with another: together they are all of it. */
export async function* piecesOf(
  engine: Engine,
  source: SourceInfo,
  sharing: Sharing,
): AsyncIterable<SourceInfo> {
  for (const group of source.groups)
    for await (const piece of groupPieces(engine, source, group, sharing))
      yield { ...source, files: piece.files, groups: [piece] };
}

/** Whether rows of text are numbered, which they can be from the begin of their file only. */
export const areNumbered = ({ schema }: Pick<SourceInfo, 'schema'>): boolean =>
  findColumn(schema, ORIGIN_ROW) !== undefined;
