import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { checkFolder } from '../shared/check-folder.js';
import { FOLDERS } from '../shared/description.js';
import { type FolderConfig, folderOf, partitionColumns } from '../shared/folder.js';
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
import { checkNames, withoutFormulas } from './formulas.js';

const outsideOf = (config: FolderConfig): readonly string[] =>
  config.keep_partition_columns === true ? [] : partitionColumns(config);

export const writeCsv = defineNode({
  kind: 'write_csv',
  family: 'write',
  summary: 'Writes a CSV file.',
  description: `UTF-8 text with one line a row. Values that hold a delimiter, a quote or a line end are put in double quotes.
A null is written as \`null_value\`; an empty text is put in quotes where it would be taken for one.

**Formulas.** A spreadsheet runs a text that begins with \`=\`, \`+\`, \`-\`, \`@\`, a tab or a line end as a formula. Values are written as they
are, as programs that read the file must get what was there; a file that people open in a spreadsheet, with values that others sent, should have
\`formulas: neutralise\`: an apostrophe is put before such texts. Numbers and dates stay as they are. Set the \`delimiter\` that the spreadsheet expects.

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
    formulas: z
      .enum(['keep', 'neutralise'])
      .default('keep')
      .describe(
        'What becomes of texts that a spreadsheet would run: `neutralise` puts an apostrophe before them.',
      ),
    compression: textCompression(),
  }),
  example,
  check: (context) => [
    ...checkCompression(context.config),
    ...checkFolder(context),
    ...(context.config.formulas === 'neutralise' && context.config.header
      ? checkNames(context.input, outsideOf(context.config))
      : []),
  ],
  lower: (context) => {
    const { config, input } = context;
    if (config.formulas === 'keep') return writtenRows(context);
    return writtenRows(context, withoutFormulas(input, outsideOf(config)));
  },
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
