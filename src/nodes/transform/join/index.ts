import { defineNode, joined, keyword, type Sql, sql } from '../../../kit/index.js';
import { lineageOf, selectList } from '../../shared/columns.js';
import { sideOf } from './cardinality.js';
import { columnFaults, outputsOf } from './columns.js';
import { config, type Join, joinOf } from './config.js';
import { example } from './example.js';
import { keyFaults, matchUses, onSql } from './keys.js';

const lowerJoin = (join: Join): Sql => {
  const [left, right] = [sideOf(join, 'left'), sideOf(join, 'right')];
  const verb = keyword(`${join.config.type} join`);
  const select = sql`select ${selectList(outputsOf(join))} from ${left.from} ${verb} ${right.from} on ${onSql(join)}`;
  const tables = [left, right].flatMap(({ table }) => table ?? []);
  return tables.length === 0 ? select : sql`select * from (with ${joined(tables)} ${select})`;
};

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
  lower: (context) => lowerJoin(joinOf(context)),
  lineage: (context) => ({
    columns: lineageOf(outputsOf(joinOf(context))),
    rows: matchUses(joinOf(context)),
  }),
});
