import * as z from 'zod';
import { defineNode } from '../../../kit/index.js';
import { bytesOf, sizeText } from '../../../spec/index.js';
import { readColumns } from '../shared/lower.js';
import {
  archiveOf,
  given,
  onlyNew,
  pathsOf,
  pinnedTypes,
  sourceKeys,
  typeOptions,
} from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { formatKeys, formatOptions } from '../shared/text.js';
import { example } from './example.js';

export const readJson = defineNode({
  kind: 'read_json',
  family: 'read',
  inParts: true,
  summary: 'Reads JSON files: a list of objects, or one object a line.',
  description: `Each object is a row. Types are found in the first objects; nested objects become STRUCT columns, lists
become LIST columns. A key that an object lacks is null. \`.gz\`, \`.zst\` and \`.zip\` are unpacked.

A value that is not of its column's type stops the run, and so does a file that is cut short (MR4002). Rows come in
no particular order.

\`capture\` adds columns from the names of the files. \`row_origin\` adds the file and the number of each record; numbering
makes each file be read by one thread, so it is done only where \`origin_row\` is used.`,
  config: z.strictObject({
    ...sourceKeys,
    ...originKeys,
    format: z
      .enum(['auto', 'array', 'newline_delimited'])
      .default('auto')
      .describe('One list of objects, or one object a line; `auto` finds out.'),
    types: pinnedTypes(),
    ...formatKeys,
    max_object_size: sizeText
      .optional()
      .describe(
        'How long one object may be, where a file is one: `64MB`. 16 MB unless set; each thread takes twice as much memory.',
      ),
  }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    format: 'json',
    unionByName: config.union_by_name,
    ...archiveOf(config, ['.json', '.ndjson', '.jsonl']),
    options: {
      format: config.format,
      ...(config.max_object_size === undefined
        ? {}
        : { maximum_object_size: bytesOf(config.max_object_size) }),
      ...given(formatOptions(config)),
      ...typeOptions(config.types),
    },
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
