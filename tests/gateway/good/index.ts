import type { GoodFile } from '../file.js';
import { gzips, tars, zips } from './archives.js';
import { arrowFiles, parquet, xlsx } from './columns.js';
import { csv, text, tsv } from './text.js';
import { json, ndjson, xml } from './trees.js';

/** At least a hundred files of each type, all of which must be promoted. */
export const goodFiles: readonly GoodFile[] = [
  ...csv,
  ...tsv,
  ...json,
  ...ndjson,
  ...xml,
  ...text,
  ...parquet,
  ...arrowFiles,
  ...xlsx,
  ...zips,
  ...gzips,
  ...tars,
];
