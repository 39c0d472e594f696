import * as z from 'zod';
import { columnName, type FolderLayout } from '../../../kit/index.js';
import { bytesOf, sizeText } from '../../../spec/index.js';

const DEFAULT_MAX_PARTITIONS = 10_000;

/** What a writing node takes for a folder of several files. */
export const folderKeys = {
  partition_by: z
    .array(columnName())
    .min(1)
    .max(16)
    .optional()
    .describe(
      'Columns whose values name sub-folders, `column=value/`, outermost first; null is ' +
        '`__HIVE_DEFAULT_PARTITION__`. Names are written as the input has them.',
    ),
  keep_partition_columns: z
    .boolean()
    .optional()
    .describe('Whether the columns of `partition_by` stand in the files too; false unless set.'),
  max_partitions: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe(
      `How many partitions a run may write; with more it stops before it writes any. ${DEFAULT_MAX_PARTITIONS} unless set.`,
    ),
  file_size: sizeText
    .optional()
    .describe(
      'Size after which a file of a folder ends and the next begins, about: `512MB`. A Parquet file ends with a row group.',
    ),
};

const config = z.object(folderKeys);
export type FolderConfig = z.output<typeof config>;

export const partitionColumns = ({ partition_by = [] }: FolderConfig): readonly string[] =>
  partition_by.map(({ name }) => name);

export const maxPartitions = ({ max_partitions = DEFAULT_MAX_PARTITIONS }: FolderConfig): number =>
  max_partitions;

/** How a folder is laid out; nothing where one file is written. */
export const folderOf = (folder: FolderConfig, extension: string): { readonly folder?: FolderLayout } => {
  const { file_size: size, keep_partition_columns: keepPartitionColumns = false } = folder;
  const partitionBy = partitionColumns(folder);
  if (partitionBy.length === 0 && size === undefined) return {};
  const fileSize = size === undefined ? {} : { fileSize: bytesOf(size) };
  return { folder: { extension, partitionBy, keepPartitionColumns, ...fileSize } };
};
