import { defineNode, joined, keyword, sql } from '../../../kit/index.js';
import { lineageOf, selected } from '../../shared/columns.js';
import { sideSql } from './cardinality.js';
import { columnFaults, outputsOf } from './columns.js';
import { config, joinOf } from './config.js';
import { example } from './example.js';
import { keyFaults, matchUses, onSql } from './keys.js';

export const join = defineNode({
  kind: 'join',
  family: 'transform',
  summary: 'Brings rows of two inputs together.',
  description: `The first input is the left one, the second the right one; their names in \`from\` are their aliases in
\`condition\` and \`columns\`. A key that is null matches nothing, not even another null.

\`inner\` gives pairs; \`left\`, \`right\` and \`full\` also the rows of that side, or of both, that have no partner, with
nulls for the other side's columns; \`semi\` gives the left rows that have a partner, each once, and \`anti\` those that
have none.

\`cardinality\` is enforced: where keys must be unique and one stands twice, the run stops (MR4012), whichever rows are
used further on. Only where the engine can tell beforehand that nothing at all comes out is the input not looked at.
Numbers of different types are compared in a type that holds both.

Without \`columns\` all columns of the left input come first, then those of the right input that are not keys; in a
\`right\` or \`full\` join a key column has the value of the side that has one. Names that both have must be told apart
with \`columns\` (MR2114). Rows come in no particular order.`,
  config,
  inputs: { min: 2, max: 2 },
  example,
  check: (context) => {
    const keys = keyFaults(joinOf(context));
    return keys.length > 0 ? keys : columnFaults(joinOf(context));
  },
  lower: (context) => {
    const it = joinOf(context);
    const columns = joined(outputsOf(it).map(selected));
    const verb = keyword(`${context.config.type} join`);
    return sql`select ${columns} from ${sideSql(it, 'left')} ${verb} ${sideSql(it, 'right')} on ${onSql(it)}`;
  },
  lineage: (context) => ({
    columns: lineageOf(outputsOf(joinOf(context))),
    rows: matchUses(joinOf(context)),
  }),
});
