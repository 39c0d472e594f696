import * as z from 'zod';
import { defineNode, type StorePath } from '../../../kit/index.js';
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

type JsonFormat = 'newline_delimited' | 'array';

const formatOf = ({
  path,
  format,
}: {
  readonly path: StorePath;
  readonly format?: JsonFormat | undefined;
}): JsonFormat => format ?? (/\.json(\.gz|\.zst)?$/.test(path.path) ? 'array' : 'newline_delimited');

export const writeJson = defineNode({
  kind: 'write_json',
  family: 'write',
  summary: 'Writes a JSON file: one object a line, or a list of objects.',
  description: `Each row is an object with all columns, null ones too. Dates and timestamps are text. The format goes by the
name unless it is set: a list for \`.json\`, one object a line for all else.

The file is switched as a whole once the run has succeeded. Rows are in order where the input has one.

${FOLDERS}`,
  config: z.strictObject({
    ...targetKeys,
    format: z
      .enum(['newline_delimited', 'array'])
      .optional()
      .describe('One object a line, or one list of objects.'),
    compression: textCompression(),
  }),
  example,
  check: (context) => [...checkCompression(context.config), ...checkFolder(context)],
  lower: (context) => writtenRows(context),
  adding: addingToFolder,
  target: (config) => {
    const isArray = formatOf(config) === 'array';
    const extension = extensionOf(isArray ? '.json' : '.ndjson', config);
    return {
      path: config.path,
      mode: config.mode,
      format: 'json',
      options: { array: isArray, compression: compressionOf(config) },
      extension,
      ...folderOf(config, extension),
    };
  },
});
