import * as z from 'zod';
import { defineNode, oneOrMany } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { readColumns } from '../shared/lower.js';
import { given, onlyNew, pathsOf, pinnedTypes, sourceKeys } from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { formatKeys, madeCsv, textKeys, textSource, valueOptions } from '../shared/text.js';
import { example } from './example.js';

const RANGE = /^\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}$/i;

export const readXlsx = defineNode({
  kind: 'read_xlsx',
  family: 'read',
  inParts: true,
  summary: 'Reads sheets of spreadsheets.',
  description: `Takes \`.xlsx\`, \`.xlsm\`, \`.xlsb\`, \`.ods\` and \`.xls\`, in a \`.zip\` too. A file is taken apart by a process of its own, with limits on
memory and time (MR4033); its values are then read as those of a CSV file are: titles above the table, totals below it, header
lines, words for null and types are found and on record.

Without \`sheet\` the only sheet that is shown and has values is read; where there are several the run stops (MR4030). The
table is what has values in it, or \`range\`. Dates are dates and numbers are numbers, however the sheet shows them; text
that looks like either is read as in a CSV file. A span of time (format \`[h]:mm:ss\`) is text such as \`1d 12h 30m 0s\`, and an
interval under \`types: { worked: INTERVAL }\`. The value of merged cells stands in each of them, so that a heading over
several columns heads each of them. Formulas count by the values that the file keeps of them.`,
  config: z.strictObject({
    ...sourceKeys,
    ...originKeys,
    sheet: z
      .union([z.string().min(1), z.int().min(1)])
      .optional()
      .describe('The sheet, by name or by number, from 1.'),
    range: z
      .string()
      .regex(RANGE, 'must be two cells, such as `B3:F200`')
      .optional()
      .describe('The cells to read, such as `B3:F200`, the header among them.'),
    header: z
      .union([z.boolean(), z.int().min(1).max(5)])
      .optional()
      .describe('Whether the first row has the names of the columns; or of how many rows the header is.'),
    merged_cells: z
      .literal('fill')
      .optional()
      .describe(
        '`fill` has the value of merged cells stand in each of them, as is done without it, and on record.',
      ),
    skip: z.int().min(0).optional().describe('Rows to leave out above the table.'),
    decimal: z.enum(['.', ',']).optional().describe('The mark before decimals, in numbers that are text.'),
    null_values: oneOrMany(scalarText())
      .optional()
      .describe('Words that stand for null, beside the empty cell.'),
    types: pinnedTypes(),
    names: z
      .array(scalarText())
      .min(1)
      .optional()
      .describe('Names of the columns, in place of those in the sheet.'),
    skip_footer: textKeys.skip_footer,
    formats: textKeys.formats,
    ...formatKeys,
  }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    ...textSource(config, ['.xlsx', '.xlsm', '.xlsb', '.xls', '.ods']),
    conversion: {
      from: 'xlsx',
      options: given({
        sheet: config.sheet,
        range: config.range,
        merged: config.merged_cells,
        decimal: config.decimal,
      }),
    },
    options: given({
      ...madeCsv,
      header: config.header,
      skip: config.skip,
      names: config.names,
      skip_footer: config.skip_footer,
      ...valueOptions(config),
    }),
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
