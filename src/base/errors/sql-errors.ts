import type { CatalogueEntry } from './entry.js';

/** MR21xx: an expression or a column does not fit the rows that it is meant for. */
export const sqlErrors = {
  MR2101: { fault: 'user', title: 'SQL syntax error', mend: 'Mend the expression at the place shown.' },
  MR2102: {
    fault: 'user',
    title: 'not one expression',
    mend: 'Write a single SQL expression, without SELECT, FROM or a semicolon.',
  },
  MR2103: {
    fault: 'user',
    title: 'not one query',
    mend: 'Write a single SELECT over the inputs of the node.',
  },
  MR2104: { fault: 'user', title: 'unknown column', mend: 'Use a column that the input has.' },
  MR2105: { fault: 'user', title: 'ambiguous column', mend: 'Say which input is meant: `alias.column`.' },
  MR2106: {
    fault: 'user',
    title: 'unknown function',
    mend: 'Use a function of DuckDB; see its documentation for the names.',
  },
  MR2107: {
    fault: 'user',
    title: 'types do not fit',
    mend: 'Cast one side, for example `CAST(x AS BIGINT)`.',
  },
  MR2108: {
    fault: 'user',
    title: 'expression of the wrong type',
    mend: 'Write an expression that gives the type asked for.',
  },
  MR2109: {
    fault: 'user',
    title: 'SQL that is not allowed',
    mend: 'An expression sees its inputs and pure functions only.',
  },
  MR2110: {
    fault: 'user',
    title: 'unknown relation',
    mend: 'A query may read only the inputs of its node, by their aliases.',
  },
  MR2111: {
    fault: 'user',
    title: 'undeclared parameter in SQL',
    mend: 'Declare the parameter under `params`, or correct its name.',
  },
  MR2112: {
    fault: 'user',
    title: 'literal of the wrong type',
    mend: 'Write a literal that the other side can be compared with.',
  },
  MR2113: {
    fault: 'user',
    title: 'columns do not go together',
    mend: 'Cast the columns to one type before, with a `cast` node.',
  },
  MR2114: {
    fault: 'user',
    title: 'column named twice',
    mend: 'Give each column a name of its own; SQL does not tell case apart.',
  },
  MR2115: {
    fault: 'user',
    title: 'unknown type',
    mend: 'Use a type of DuckDB, for example BIGINT or DATE, or in a contract one that `millrace types` lists.',
  },
  MR2116: {
    fault: 'user',
    title: 'aggregate not allowed here',
    mend: 'Aggregates belong into an `aggregate` node, windows into `window`, `derive` or `sql`.',
  },
  MR2117: {
    fault: 'user',
    title: 'rows depend on chance',
    mend: 'Give the node an order (`order_by`), so that the same rows come each time.',
  },
  MR2118: {
    fault: 'user',
    title: 'contract does not fit the columns',
    mend: 'Write the types that the columns have, or cast the columns before.',
  },
  MR2119: {
    fault: 'user',
    title: 'invalid expression',
    mend: 'Mend the expression as the engine says.',
  },
  MR2120: {
    fault: 'user',
    title: 'rows do not fit their target',
    mend: 'Give the rows the columns and types that the target has, or write them to another target.',
  },
} as const satisfies Record<string, CatalogueEntry>;
