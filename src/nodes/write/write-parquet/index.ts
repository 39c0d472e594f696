import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { targetKeys } from '../shared/target.js';
import { example } from './example.js';
import { inParquetTypes } from './types.js';

export const writeParquet = defineNode({
  kind: 'write_parquet',
  family: 'write',
  summary: 'Writes a Parquet file.',
  description: `Types are kept, but for whole numbers of 128 bits (HUGEINT, as sums of whole numbers are): Parquet has none, so
they become DECIMAL(38,0), and a number with more digits stops the run (MR4009). The file is packed with zstd: measured on 3 million rows it was less than half the size of
snappy's, and no slower to write or to read.

The file is switched as a whole once the run has succeeded. Rows are in order where the input has one.`,
  config: z.strictObject({
    ...targetKeys,
    compression: z
      .enum(['zstd', 'snappy', 'gzip', 'none'])
      .default('zstd')
      .describe('How columns are packed inside of the file.'),
    row_group_rows: z
      .int()
      .min(2048)
      .optional()
      .describe('Rows of a row group: what a reader can skip or share out as a whole; 122880 unless set.'),
  }),
  example,
  lower: ({ input }) => inParquetTypes(input),
  target: (config) => ({
    path: config.path,
    mode: config.mode,
    format: 'parquet',
    options: {
      compression: config.compression === 'none' ? 'uncompressed' : config.compression,
      ...(config.row_group_rows === undefined ? {} : { row_group_size: config.row_group_rows }),
    },
    extension: '.parquet',
  }),
});
