import * as z from 'zod';
import { nodeName, outputName, scalarText } from './names.js';

/** A cell of a test row: typed from its source text by the column's type; lists and mappings for nested types. */
const cell: z.ZodType<TestCell> = z.lazy(() =>
  z.union([z.null(), scalarText(), z.array(cell), z.record(z.string(), cell)]),
);

export type TestCell = string | null | readonly TestCell[] | { readonly [key: string]: TestCell };

const rows = z.array(z.record(z.string(), cell));

/** One small case: rows given in place of nodes, rows expected of nodes. */
export const testSchema = z.strictObject({
  name: z.string().min(1),
  params: z.record(nodeName, scalarText()).optional(),
  as_of: scalarText().optional().describe('Value of `$run_time`, ISO 8601.'),
  given: z.record(outputName, rows).describe('Rows that stand in for the output of a node.'),
  expect: z
    .record(outputName, rows)
    .describe('Rows that a node must give, in any order; only the columns named are compared.'),
});

export type TestSpec = z.output<typeof testSchema>;
export type TestRow = Readonly<Record<string, TestCell>>;
