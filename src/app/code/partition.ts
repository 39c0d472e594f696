import { stat } from 'node:fs/promises';
import { type Sql, sql } from '../../kit/index.js';
import { parquet } from './giant-keys.js';

/** Rows for one process to put through a function. */
export interface Partition {
  readonly rows: Sql;
  /** Bytes, about. */
  readonly weight: number;
  /** Where they are a range of the rows of one key: its number. */
  readonly rangeOf?: number;
}

/** Bytes of files. */
export const bytesOf = async (files: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** All that is in files. */
export const allOf = (files: readonly string[]): Sql => sql`from ${parquet(files)}`;

/** A partition that holds what is in its files. */
export const asWritten = async (files: readonly string[]): Promise<Pick<Partition, 'rows' | 'weight'>> => ({
  rows: allOf(files),
  weight: await bytesOf(files),
});
