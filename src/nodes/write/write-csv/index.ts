import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { checkFolder } from '../shared/check-folder.js';
import { FOLDERS } from '../shared/description.js';
import { folderOf } from '../shared/folder.js';
import { writtenRows } from '../shared/partitions.js';
import {
  addingToFolder,
  checkCompression,
  compressionOf,
  extensionOf,
  targetKeys,
  textCompression,
} from '../shared/target.js';
import { example } from './example.js';

export const writeCsv = defineNode({
  kind: 'write_csv',
  family: 'write',
  summary: 'Writes a CSV file.',
  description: `UTF-8 text with one line a row. Values that hold a delimiter, a quote or a line end are put in double quotes.
A null is written as \`null_value\`; an empty text is put in quotes where it would be taken for one.

The file is switched as a whole once the run has succeeded. Rows are in order where the input has one.

${FOLDERS}`,
  config: z.strictObject({
    ...targetKeys,
    delimiter: z
      .string()
      .length(1, 'must be one character')
      .default(',')
      .describe('Character between fields.'),
    header: z.boolean().default(true).describe('Whether the first line has the names of the columns.'),
    null_value: z.string().default('').describe('What a null is written as.'),
    quote_all: z.boolean().default(false).describe('Whether every value is put in quotes, except nulls.'),
    compression: textCompression(),
  }),
  example,
  check: (context) => [...checkCompression(context.config), ...checkFolder(context)],
  lower: (context) => writtenRows(context),
  adding: addingToFolder,
  target: (config) => ({
    path: config.path,
    mode: config.mode,
    format: 'csv',
    options: {
      delimiter: config.delimiter,
      header: config.header,
      nullstr: config.null_value,
      compression: compressionOf(config),
      ...(config.quote_all ? { force_quote: '*' } : {}),
    },
    extension: extensionOf('.csv', config),
    ...folderOf(config, extensionOf('.csv', config)),
  }),
});
