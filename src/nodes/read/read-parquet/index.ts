import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { readColumns } from '../shared/lower.js';
import { archiveOf, onlyNew, pathsOf, sourceKeys } from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { example } from './example.js';

export const readParquet = defineNode({
  kind: 'read_parquet',
  family: 'read',
  inParts: true,
  summary: 'Reads Parquet files.',
  description: `Columns, types and the number of rows are taken from the files themselves; only the columns that are needed
are read. Files must have the same columns (MR4006), unless \`union_by_name\` is set. \`.zip\` is unpacked. Rows come in no
particular order.

\`capture\` adds columns from the names of the files. \`row_origin\` adds the file and the number of each record; it costs
nothing, since Parquet numbers its rows.`,
  config: z.strictObject({ ...sourceKeys, ...originKeys }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    format: 'parquet',
    unionByName: config.union_by_name,
    ...archiveOf(config, ['.parquet']),
    options: {},
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
