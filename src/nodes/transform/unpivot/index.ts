import * as z from 'zod';
import { columnName, defineNode, newColumn } from '../../../kit/index.js';
import { copiesIn } from '../../shared/columns.js';
import { faultsIn, keptColumns, lineageIn, unpivoted } from './columns.js';
import { example } from './example.js';

export const unpivot = defineNode({
  kind: 'unpivot',
  family: 'transform',
  summary: 'Makes a row of each of several columns.',
  description: `Each input row gives one row for each of \`columns\`: with the column's name, and its value. All other columns
come first and are repeated. The values must be of types that go together, as in a \`union\`; the wider one is taken
(MR2113 otherwise).

A null gives a row too, unless \`nulls: drop\` leaves such rows out. Rows come in no particular order.`,
  config: z.strictObject({
    columns: z.array(columnName()).min(1).describe('Columns that become rows.'),
    name: newColumn().default('name').describe("New column for the columns' names."),
    value: newColumn().default('value').describe('New column for their values.'),
    nulls: z.enum(['keep', 'drop']).default('keep').describe('Whether a null gives a row.'),
  }),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: (context) => faultsIn(context),
  rowByRow: () => true,
  lower: (context) => unpivoted(context),
  lineage: (context) => lineageIn(context),
  passes: (context) => copiesIn(keptColumns(context)),
});
