import type { DataFile } from '../kit/index.js';
import { verifyGzip } from './gzip.js';
import { verifyZstd } from './zstd.js';

export { type LookedFiles, lookAtCsv } from './look-at-csv.js';
export { mostRows } from './most-rows.js';
export { createRecordFinder } from './records/finder.js';
export { createRecordReader } from './records/reader.js';
export { verifyUnchanged } from './unchanged.js';

/** Throws MR4002 for a compressed file that ends too soon. Runs beside the engine, which would not notice. */
export const verifyCompressed = async (files: readonly DataFile[], signal: AbortSignal): Promise<void> => {
  for (const file of files) {
    if (signal.aborted) return;
    if (/\.gz$/i.test(file.path)) await verifyGzip(file, signal);
    if (/\.zst$/i.test(file.path)) await verifyZstd(file, signal);
  }
};
