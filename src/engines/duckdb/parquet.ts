import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { literal } from '../../kit/index.js';
import { connectEngine } from './instance.js';

/** Bytes that the engine may hold: one row group at a time, as one thread reads it. */
const MEMORY = 800_000_000;

/**
 * Reads every column of every row of a Parquet file, in an engine of its own, and counts the rows.
 *
 * @throws where one cannot be read, in the engine's words
 */
export const readParquet = async (path: string): Promise<number> => {
  const spillFolder = await mkdtemp(join(tmpdir(), 'millrace-parquet-'));
  const { connection, close } = await connectEngine({
    limits: { memory: MEMORY, threads: 1 },
    spillFolder,
    keepOrder: false,
    readable: [path],
    writable: [],
  });
  try {
    // A hash of whole rows makes the engine decode all of their values.
    const read = await connection.runAndReadAll(
      `select count(*), bit_xor(hash(file)) from read_parquet(${literal(path).text}, hive_partitioning = false) as file`,
    );
    return Number(read.getRows()[0]?.[0]);
  } finally {
    await close();
    await rm(spillFolder, { recursive: true, force: true });
  }
};
