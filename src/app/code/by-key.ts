import { join } from 'node:path';
import { isByKey, literal, type Sql, sql, type TransformDeclaration } from '../../kit/index.js';
import type { Sharing } from '../../planner/index.js';
import { partitionsIn } from './exchange.js';
import {
  type Asking,
  type GiantKey,
  type GiantKeys,
  giantKeys,
  isGiant,
  NUMBER,
  parquet,
  rowsByFile,
} from './giant-keys.js';
import { allOf, asWritten, bytesOf, type Partition } from './partition.js';
import { rangesOf } from './ranges.js';

/** A partition as the exchange wrote it. */
interface Bucket {
  readonly files: readonly string[];
  readonly rows: number;
  readonly bytes: number;
  /** Keys in it that are kept apart. */
  readonly giants: readonly GiantKey[];
}

/** Partitions of rows, and the keys that are kept apart. */
export interface Shared {
  readonly partitions: readonly Partition[];
  readonly giants: readonly GiantKey[];
  /** Of all partitions; counted only where keys may be kept apart. */
  readonly rows: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** The rows of a partition that are of none of the keys that are kept apart, if there are any. */
const restOf = (
  { files, rows, bytes, giants }: Bucket,
  { file }: GiantKeys,
  by: readonly string[],
): readonly Partition[] => {
  if (giants.length === 0) return [{ rows: allOf(files), weight: bytes }];
  const rest = rows - sum(giants.map((giant) => giant.rows));
  if (rest === 0) return [];
  const others = sql`select r.* from ${parquet(files)} r anti join ${parquet([file])} k on ${isGiant(by)}`;
  return [{ rows: others, weight: (bytes * rest) / rows }];
};

/** The rows of a key alone. */
const aloneOf = (
  { files, rows, bytes, giants }: Bucket,
  { file }: GiantKeys,
  by: readonly string[],
): readonly Partition[] =>
  giants.map((giant): Partition => {
    const key: Sql = sql`(from ${parquet([file])} where ${NUMBER} = ${literal(giant.number)})`;
    return {
      rows: sql`select r.* from ${parquet(files)} r semi join ${key} k on ${isGiant(by)}`,
      weight: (bytes * giant.rows) / rows,
    };
  });

const bucketsOf = async (
  asking: Asking,
  partitions: readonly (readonly string[])[],
): Promise<readonly Bucket[]> => {
  const rows = await rowsByFile(asking, partitions.flat());
  return Promise.all(
    partitions.map(async (files) => ({
      files,
      rows: sum(files.map((file) => rows.get(file) ?? 0)),
      bytes: await bytesOf(files),
      giants: [],
    })),
  );
};

const withGiants = (buckets: readonly Bucket[], { keys }: GiantKeys): readonly Bucket[] =>
  buckets.map((bucket) => ({
    ...bucket,
    giants: keys.filter(({ file }) => bucket.files.includes(file)),
  }));

/** Whether keys can be kept apart: a state in order over all rows has no other beside it. */
const hasKeys = ({ shape, by }: TransformDeclaration): boolean => shape === 'aggregate' || by.length > 0;

/** The partitions of the keys that are kept apart: in ranges, or alone where a state goes through their rows in order. */
const apartOf = async (
  asking: Asking,
  buckets: readonly Bucket[],
  giants: GiantKeys,
  declaration: TransformDeclaration,
  sharing: Sharing,
  given: string,
): Promise<readonly Partition[]> => {
  const holding = buckets.filter((bucket) => bucket.giants.length > 0);
  if (declaration.shape === 'partitioned')
    return holding.flatMap((bucket) => aloneOf(bucket, giants, declaration.by));
  const files = holding.flatMap((bucket) => bucket.files);
  return rangesOf(asking, files, giants, declaration, sharing, join(given, 'ranges'));
};

/**
 * Shares out rows that an exchange has written. Of functions by key, a key of many rows is cut into ranges, or is a
 * partition of its own where a state goes through its rows in order.
 *
 * @param given the folder of the rows; further files are put into it
 */
export const sharedOut = async (
  asking: Asking,
  declaration: TransformDeclaration,
  sharing: Sharing,
  given: string,
): Promise<Shared> => {
  const written = await partitionsIn(given);
  if (!isByKey(declaration) || !hasKeys(declaration))
    return { partitions: await Promise.all(written.map(asWritten)), giants: [], rows: 0 };
  const counted = await bucketsOf(asking, written);
  const files = counted.filter(({ rows }) => rows > sharing.giant).flatMap((bucket) => bucket.files);
  const giants = await giantKeys(asking, files, declaration.by, sharing, join(given, 'keys.parquet'));
  const buckets = withGiants(counted, giants);
  const rest = buckets.flatMap((bucket) => restOf(bucket, giants, declaration.by));
  const apart = await apartOf(asking, buckets, giants, declaration, sharing, given);
  return {
    partitions: [...rest, ...apart],
    giants: giants.keys,
    rows: sum(counted.map(({ rows }) => rows)),
  };
};
