import * as z from 'zod';
import { defineNode, oneOrMany } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { readColumns } from '../shared/lower.js';
import { given, onlyNew, pathsOf, pinnedTypes, sourceKeys } from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { formatKeys, textKeys, textSource, valueOptions } from '../shared/text.js';
import { example } from './example.js';

const character = () => z.string().refine((text) => [...text].length === 1, 'must be one character');

export const readCsv = defineNode({
  kind: 'read_csv',
  family: 'read',
  inParts: true,
  summary: 'Reads CSV files.',
  description: `How each file is written is found before it is read: its encoding (UTF-8, UTF-16, Windows-1252), delimiter, quotes,
lines before and after the table, one or several header lines, words for null, marks in numbers, and the order of days and
months. Whatever is set here is taken as it is. What is found is in the record of the run under \`decisions\`, with what tells
so; where nothing in a file tells in which of several ways it is to be read, the run stops (MR4030) and says what to set.
A file that the engine cannot read as it is gets copied as plain CSV first. \`.gz\`, \`.zst\` and \`.zip\` are unpacked. Files that are
written in different ways are read each in its own way; a column whose types differ takes the one that holds both.

An empty field is null, and so is each of \`null_values\`. A value that is not of its column's type stops the run
with its file and line (MR4004), a record with too few or too many fields too (MR4005). Files must have the same
columns (MR4006), unless \`union_by_name\` is set. Rows come in no particular order.

\`capture\` adds columns from the names of the files. \`row_origin\` adds the file and the number of each record; numbering
makes each file be read by one thread, so it is done only where \`origin_row\` is used.`,
  config: z.strictObject({
    ...sourceKeys,
    ...originKeys,
    delimiter: character().optional().describe('Character between fields.'),
    quote: character().optional().describe('Character around fields that hold a delimiter or a line end.'),
    escape: character().optional().describe('Character before a quote that belongs to the value.'),
    header: z
      .union([z.boolean(), z.int().min(1).max(5)])
      .optional()
      .describe('Whether the first line has the names of the columns; or of how many lines the header is.'),
    skip: z.int().min(0).optional().describe('Lines to leave out at the start of each file.'),
    decimal: z
      .enum(['.', ','])
      .optional()
      .describe(
        'The mark before decimals, where the numbers leave it open: `1.234` may be a thousand, or little more than one.',
      ),
    null_values: oneOrMany(scalarText())
      .optional()
      .describe('Words that stand for null, beside the empty field.'),
    types: pinnedTypes(),
    names: z
      .array(scalarText())
      .min(1)
      .optional()
      .describe('Names of the columns, in place of those in the file.'),
    ...textKeys,
    ...formatKeys,
  }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    ...textSource(config, ['.csv', '.tsv', '.txt', '.psv']),
    options: given({
      delim: config.delimiter,
      quote: config.quote,
      escape: config.escape,
      header: config.header,
      skip: config.skip,
      names: config.names,
      encoding: config.encoding,
      skip_footer: config.skip_footer,
      null_bytes: config.null_bytes,
      stray_quotes: config.stray_quotes,
      ...valueOptions(config),
    }),
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
