import * as z from 'zod';
import {
  defineNode,
  findColumn,
  type Input,
  identifier,
  joined,
  type Query,
  type Sql,
  sql,
  sqlQuery,
  TRACED,
  type TraceContext,
  type Traced,
  tracedInput,
} from '../../../kit/index.js';
import { chanceFinding } from '../../shared/chance.js';
import { example } from './example.js';

/** A name that no relation and no alias has: those have no spaces. */
const between = (index: number): Sql => identifier(`input ${index + 1}`);

/**
 * Puts each input under its alias, in two steps: were there only one, an alias that is another input's own name would
 * be read in its place.
 */
const scoped = (inputs: readonly Input[], query: Query): Sql => {
  if (inputs.length === 0) return sql`select * from (${query})`;
  const tables = [
    ...inputs.map((input, index) => sql`${between(index)} as (select * from ${input})`),
    ...inputs.map(({ alias }, index) => sql`${identifier(alias)} as (select * from ${between(index)})`),
  ];
  return sql`select * from (with ${joined(tables)} select * from (${query}))`;
};

/** The rows that have the values of columns which are called alike; the query itself is not taken apart. */
const narrowed = <C>(context: TraceContext<C>): Traced => {
  const input = tracedInput(context);
  const by = context.schema.flatMap(({ name, type }) => {
    const column = findColumn(input.schema, name);
    return column?.type === type ? [{ name, column: column.name }] : [];
  });
  const told = by.map(({ name, column }) => sql`${identifier(column)} as ${identifier(name)}`);
  return {
    rows: sql`select ${joined([...told, identifier(TRACED)])} from ${input}`,
    by: by.map(({ name }) => name),
    copies: Object.fromEntries(by.map(({ name, column }) => [name, { input: input.alias, column }])),
    rough: 'any row may have had a part: the query is not taken apart',
    isOnce: true,
  };
};

export const sqlNode = defineNode({
  kind: 'sql',
  family: 'transform',
  summary: 'Runs one SELECT over the inputs.',
  description: `The query is DuckDB's SQL and reads its inputs by their aliases, and nothing else: no files, no settings, no
functions that read the clock or depend on chance. Give each column a name of its own: one that comes twice gets a
number at its end. Rows come in no particular order,
even where the query ends in \`ORDER BY\`; use a \`sort\` node to keep one.`,
  config: z.strictObject({
    query: sqlQuery().describe('One SELECT; inputs are relations under their aliases.'),
  }),
  inputs: { min: 0, max: 64 },
  example,
  check: ({ config }) => chanceFinding(config.query, ['query']),
  lower: ({ config, inputs }) => scoped(inputs, config.query),
  traces: (context) => narrowed(context),
  lineage: ({ config, schema }) => {
    const { columns: uses = [], sources = {} } = config.query.binding ?? {};
    const made = (name: string) => (Object.hasOwn(sources, name) && sources[name]) || uses;
    return {
      columns: Object.fromEntries(schema.map(({ name }) => [name, made(name)])),
      rows: uses,
    };
  },
});
