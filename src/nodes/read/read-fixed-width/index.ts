import * as z from 'zod';
import { defineNode, oneOrMany } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { readColumns } from '../shared/lower.js';
import { given, onlyNew, pathsOf, pinnedTypes, sourceKeys } from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { formatKeys, madeCsv, textKeys, textSource, valueOptions } from '../shared/text.js';
import { example } from './example.js';
import { lastOf, placedColumns, spansOf } from './spans.js';

export const readFixedWidth = defineNode({
  kind: 'read_fixed_width',
  family: 'read',
  inParts: true,
  summary: 'Reads text files whose columns stand at fixed places in each line.',
  description: `\`columns\` says how many characters each column takes, or where it begins; characters of no column are left out. Blanks
around values are taken off, and what is then empty is null. The encoding (UTF-8, UTF-16, Windows-1252) is found; lines end with
LF, CRLF or CR, and blank ones are left out. Files are read as a stream, whatever their size, by a process of its own (MR4033);
\`.gz\` and \`.zip\` are unpacked. Types, words for null, marks in numbers and dates are found as \`read_csv\` finds them.

A line that ends before its columns do, or goes on behind them with more than blanks, is no record: with a contract it goes to
quarantine as it was, without one it stops the run (MR4005). Many programs take the blanks at the ends of lines off:
\`short_lines: pad\` reads such lines. Where columns are only some of the characters, \`line_length\` says how long lines are.`,
  config: z
    .strictObject({
      ...sourceKeys,
      ...originKeys,
      columns: placedColumns().describe(
        'The columns: `name: width` where each follows the one before, or `name: { from, width }`, from 1, in any order.',
      ),
      line_length: z
        .int()
        .min(1)
        .optional()
        .describe('Characters of a line, where it goes on behind its columns.'),
      short_lines: z
        .literal('pad')
        .optional()
        .describe('`pad` takes lines that end early for lines without the blanks at their ends.'),
      skip: z.int().min(0).optional().describe('Lines to leave out at the start of each file.'),
      skip_footer: z
        .int()
        .min(0)
        .optional()
        .describe('Lines to leave out at the end of each file; blank ones are not counted.'),
      decimal: z
        .enum(['.', ','])
        .optional()
        .describe('The mark before decimals, where numbers leave it open.'),
      null_values: oneOrMany(scalarText())
        .optional()
        .describe('Words that stand for null, beside the empty value.'),
      types: pinnedTypes(),
      encoding: textKeys.encoding,
      null_bytes: textKeys.null_bytes,
      formats: textKeys.formats,
      ...formatKeys,
    })
    .superRefine(({ columns, line_length: length }, { addIssue }) => {
      const last = lastOf(spansOf(columns));
      if (length === undefined || length >= last) return;
      addIssue({
        code: 'custom',
        path: ['line_length'],
        message: `must be at least ${last}, where columns end`,
      });
    }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    ...textSource(config, ['.txt', '.dat', '.prn', '.fwf', '.asc']),
    conversion: {
      from: 'fixed_width',
      options: given({
        columns: spansOf(config.columns),
        line_length: config.line_length ?? lastOf(spansOf(config.columns)),
        short_lines: config.short_lines,
        skip: config.skip,
        skip_footer: config.skip_footer,
        encoding: config.encoding,
        null_bytes: config.null_bytes,
      }),
    },
    options: { plain: true, ...madeCsv, header: true, ...valueOptions(config) },
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
