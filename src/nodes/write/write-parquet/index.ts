import * as z from 'zod';
import { defineNode, type Finding, type ReadingBack, type StorePath, sql } from '../../../kit/index.js';
import { checkFolder } from '../shared/check-folder.js';
import { FOLDERS } from '../shared/description.js';
import { type FolderConfig, folderOf, partitionColumns } from '../shared/folder.js';
import { checkMerge, mergedRows, mergeKeys, mergeLabels } from '../shared/merge.js';
import { writtenRows } from '../shared/partitions.js';
import { addingToFolder, mergeMode, targetKeys } from '../shared/target.js';
import { example } from './example.js';
import { decideRowGroups } from './row-groups.js';
import { inParquetTypes } from './types.js';
import { measureWidth, widthOf } from './width.js';

const checkLevel = ({
  compression,
  compression_level: level,
}: {
  readonly compression: string;
  readonly compression_level?: number | undefined;
}): readonly Finding[] =>
  level === undefined || compression === 'zstd'
    ? []
    : [
        {
          code: 'MR1023',
          message: `\`compression_level\` is for zstd, and \`compression\` is ${compression}`,
          path: ['compression_level'],
          at: 'key',
          notes: ['leave it out, or pack with zstd'],
        },
      ];

/** Files smaller than that give groups that fit into memory in any case. */
const WORTH_LOOKING = 16 * 1024 ** 2;

/** What a target of this kind is read with. */
const readingBack = (config: FolderConfig & { readonly path: StorePath }): ReadingBack => {
  const { text } = config.path;
  const isCaptured = partitionColumns(config).length > 0 && config.keep_partition_columns !== true;
  return {
    use: 'read_parquet',
    with: {
      path: text.endsWith('/') ? `${text}**/*.parquet` : text,
      union_by_name: true,
      ...(isCaptured ? { capture: 'hive' } : {}),
    },
  };
};

export const writeParquet = defineNode({
  kind: 'write_parquet',
  family: 'write',
  summary: 'Writes a Parquet file.',
  description: `Types are kept, but for whole numbers of 128 bits (HUGEINT, as sums of whole numbers are): Parquet has none, so
they become DECIMAL(38,0), and a number with more digits stops the run (MR4009). The file is packed with zstd: measured
on 3 million rows it was less than half the size of snappy's, and no slower to write or to read.

The file is switched as a whole once the run has succeeded. Rows are in order where the input has one, but for \`merge\`.

**Merge.** Each row takes the place of those in the target that have its \`key\`; a row with a new key is added, and all
others stay. With \`update_if_newer\` a row that is not newer than the one in the target changes nothing. Rows of the
input that are the same count once; of rows with one key the newest counts, and where they differ and none is newest, or no
column tells, the run stops (MR4024), as it does for a null in the key (MR4025). A column that the target lacks is null in
its old rows; one that the input lacks, or a type that would lose values, is refused (MR2120). The target is read and
written anew, as a whole.

**Row groups.** Each thread that writes holds one in memory. Where input files have 16 MB or more, 2,048 rows are looked at before the
run, and a group of wide rows gets fewer of them, so that it has about 128 MB of values; 2,048 rows are the fewest. Rows that
are made by other nodes than \`filter select derive rename cast\` and contracts are judged by their types. The decision is
recorded where it differs from 122,880 rows. \`row_group_rows\` settles it.

${FOLDERS}`,
  config: z.strictObject({
    ...targetKeys,
    mode: mergeMode,
    ...mergeKeys,
    compression: z
      .enum(['zstd', 'snappy', 'gzip', 'lz4', 'brotli', 'none'])
      .default('zstd')
      .describe('How columns are packed inside of the file; `lz4` is what Parquet calls LZ4_RAW.'),
    compression_level: z
      .int()
      .min(1)
      .max(22)
      .optional()
      .describe('How hard zstd packs, from 1, fast, to 22, small; 3 unless set. For zstd only.'),
    row_group_rows: z
      .int()
      .min(2048)
      .optional()
      .describe(
        'Rows of a row group: what a reader can skip or share out as a whole; 122880 unless set, fewer where rows are wide.',
      ),
  }),
  example,
  adapts: {
    from: WORTH_LOOKING,
    measure: ({ config, input }) => (config.row_group_rows === undefined ? measureWidth(input) : undefined),
    decide: ({ config, input }, seen) => {
      const decided = config.row_group_rows === undefined ? decideRowGroups(widthOf(input, seen)) : undefined;
      return decided
        ? { config: { ...config, row_group_rows: decided.rows }, decisions: [decided.decision] }
        : { config, decisions: [] };
    },
  },
  check: (context) => [
    ...checkLevel(context.config),
    ...checkFolder(context),
    ...checkMerge(context.config, context.inputs),
  ],
  lower: (context) => {
    const { config, input } = context;
    const outside = config.keep_partition_columns === true ? [] : partitionColumns(config);
    const rows = inParquetTypes(input, outside);
    if (config.mode !== 'merge') return writtenRows(context, rows);
    return writtenRows(context, mergedRows(config, context.inputs, rows ?? sql`select * from ${input}`));
  },
  adding: (config) =>
    config.mode === 'merge' ? config : (addingToFolder(config) ?? { ...config, mode: 'merge', key: [] }),
  counts: mergeLabels,
  before: (config) => (config.mode === 'merge' ? readingBack(config) : undefined),
  target: (config) => ({
    path: config.path,
    mode: config.mode,
    format: 'parquet',
    options: {
      compression: config.compression === 'none' ? 'uncompressed' : config.compression,
      ...(config.compression_level === undefined ? {} : { compression_level: config.compression_level }),
      ...(config.row_group_rows === undefined ? {} : { row_group_size: config.row_group_rows }),
    },
    extension: '.parquet',
    ...folderOf(config, '.parquet'),
  }),
});
