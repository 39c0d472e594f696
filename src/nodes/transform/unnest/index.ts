import * as z from 'zod';
import { columnName, defineNode, newColumn } from '../../../kit/index.js';
import { copiesIn, lineageOf } from '../../shared/columns.js';
import { example } from './example.js';
import { faultsIn } from './faults.js';
import { outputsOf, unnested } from './rows.js';

export const unnest = defineNode({
  kind: 'unnest',
  family: 'transform',
  summary: 'Makes a row of each element of a list, or columns of the fields of an object.',
  description: `Each element of the list in \`column\` becomes a row, with all other columns repeated; the element stands where the
list stood. A map gives an object with \`key\` and \`value\` for each entry. A row whose list is empty or null gives one row
with null, unless \`empty: drop\` leaves it out.

With \`fields: true\`, elements that are objects (STRUCT) give a column for each of their fields instead; names that are taken
already are an error (MR2114). A column that is an object itself, and no list, gives its fields in the same way and makes no
rows. Fields of fields stay objects: use \`select\` with \`place.city\`, or another \`unnest\`.

Rows come in no particular order.`,
  config: z.strictObject({
    column: columnName().describe('A column of lists, maps, or objects.'),
    as: newColumn().optional().describe("The element's column; named like the list unless set."),
    fields: z.boolean().default(false).describe('Whether the fields of objects become columns.'),
    position: newColumn()
      .optional()
      .describe("New column for the element's place in its list, from 1; the last one."),
    empty: z
      .enum(['keep', 'drop'])
      .default('keep')
      .describe('What becomes of a row whose list is empty or null: one row with null, or none.'),
  }),
  inputs: { min: 1, max: 1 },
  example,
  check: (context) => faultsIn(context),
  rowByRow: () => true,
  lower: (context) => unnested(context),
  lineage: (context) => ({
    columns: lineageOf(outputsOf(context)),
    rows: [{ input: context.input.alias, column: context.config.column.name }],
  }),
  passes: (context) => copiesIn(outputsOf(context)),
});
