import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { readColumns } from '../shared/lower.js';
import { pathsOf, sourceKeys } from '../shared/options.js';
import { example } from './example.js';

export const readParquet = defineNode({
  kind: 'read_parquet',
  family: 'read',
  summary: 'Reads Parquet files.',
  description: `Columns, types and the number of rows are taken from the files themselves; only the columns that are needed
are read. Files must have the same columns (MR4006), unless \`union_by_name\` is set. Rows come in no particular order.`,
  config: z.strictObject(sourceKeys),
  example,
  paths: pathsOf,
  source: (config) => ({ format: 'parquet', unionByName: config.union_by_name, options: {} }),
  lower: readColumns,
});
