import type { SourceGroup, SourceInfo } from '../kit/index.js';

/** `{}` and what stands between it and the next. */
const SHORTEST_JSON = 3;

const isPacked = (path: string): boolean => /\.(gz|zst)$/i.test(path);

/** A record of n columns has n - 1 delimiters and a line end; one with fewer is no row, and goes to quarantine itself. */
const shortest = ({ format }: SourceInfo, { columns }: SourceGroup): number =>
  format === 'json' ? SHORTEST_JSON : Math.max(1, columns.length);

/** How many rows a source has at the most, as far as the sizes of its files tell; undefined where they do not. */
export const mostRows = (source: SourceInfo): number | undefined => {
  if (source.rows !== undefined) return source.rows;
  if (source.format === 'parquet' || source.files.some(({ path }) => isPacked(path))) return undefined;
  return source.groups
    .flatMap((group) => group.files.map(({ bytes }) => Math.floor((bytes + 1) / shortest(source, group))))
    .reduce((sum, rows) => sum + rows, 0);
};
