import * as z from 'zod';
import { defineNode, oneOrMany } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { readColumns } from '../shared/lower.js';
import { given, onlyNew, pathsOf, pinnedTypes, sourceKeys } from '../shared/options.js';
import { addedColumns, originFaults, originKeys } from '../shared/origin.js';
import { formatKeys, madeCsv, textKeys, textSource, valueOptions } from '../shared/text.js';
import { example } from './example.js';

export const readXml = defineNode({
  kind: 'read_xml',
  family: 'read',
  inParts: true,
  summary: 'Reads records of XML documents.',
  description: `\`record\` names the element that is a row. Its attributes and the elements in it are columns: \`id\`, and \`customer_name\` for
\`<customer><name>\`. Text is taken without the blanks around it; what is empty, and \`xsi:nil="true"\`, is null. Elements that repeat
within a record are one column, a list in JSON as text: of texts, or of objects where they have attributes or elements.
Where an attribute has the name of an element beside it, it is called \`NAME_attribute\`; the text of an element that has
attributes has the name of the element. Prefixes of namespaces are left out unless two names would be the same.

Without \`record\` the only element that repeats is taken, and that is on record with what is left outside; where there are several
or none the run stops (MR4030). Which elements repeat is found in each file: where some files have one in each record and
others several, \`lists\` says that they are lists in all. \`union_by_name\` reads files whose records differ in columns.

A file is read twice, as a stream, by a process of its own (MR4033); \`.gz\` and \`.zip\` are unpacked. Its encoding is that of its
byte order mark or of its declaration. What is not well-formed stops the run with line and column (MR4037). Documents with a DOCTYPE
are refused (MR4038): entities of their own can blow up, or read files of the machine. Types, words for null, marks in numbers and
dates are found as \`read_csv\` finds them.`,
  config: z.strictObject({
    ...sourceKeys,
    ...originKeys,
    record: z
      .string()
      .min(1)
      .optional()
      .describe('The element that is a row: its name, `order`, or its path, `/orders/order`.'),
    lists: z
      .array(scalarText())
      .optional()
      .describe('Columns of elements that are lists in JSON even in files where none repeats.'),
    decimal: z.enum(['.', ',']).optional().describe('The mark before decimals, where numbers leave it open.'),
    null_values: oneOrMany(scalarText())
      .optional()
      .describe('Words that stand for null, beside the empty element.'),
    types: pinnedTypes(),
    encoding: textKeys.encoding,
    formats: textKeys.formats,
    ...formatKeys,
  }),
  example,
  paths: pathsOf,
  onlyNew,
  source: (config) => ({
    ...textSource(config, ['.xml']),
    conversion: {
      from: 'xml',
      options: given({ record: config.record, lists: config.lists, encoding: config.encoding }),
    },
    options: { plain: true, ...madeCsv, header: true, ...valueOptions(config) },
  }),
  added: addedColumns,
  check: originFaults,
  lower: readColumns,
});
