/** Types of files that can be told apart and proved by their content. */
export const fileTypes = [
  'csv',
  'tsv',
  'json',
  'ndjson',
  'xml',
  'text',
  'parquet',
  'arrow',
  'xlsx',
  'zip',
  'gzip',
  'tar',
] as const;
export type FileType = (typeof fileTypes)[number];
