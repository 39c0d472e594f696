import * as z from 'zod';
import {
  asideAs,
  castSql,
  defineNode,
  findColumn,
  foundAs,
  identifier,
  isBeside,
  joined,
  keyword,
  type NodeContext,
  plainText,
  type Schema,
  type Sql,
  specOf,
  sql,
  TRACED,
  writtenAs,
} from '../../kit/index.js';
import { columnFindings, isAdded, isOrigin } from './columns.js';
import type { CastConfig } from './config.js';

/** Text of a format of its own is read by it; beside it stand the value in plain form, or what cannot be read, and the text as found. */
const readText = (
  config: CastConfig,
  { name, type, format }: Schema[number],
  to: string,
  schema: Schema,
): readonly Sql[] => {
  const own = identifier(name);
  // Text stays as it was found, but for words that stand for null.
  const read = format && to === 'VARCHAR' ? { type: to, nulls: format.nulls } : format;
  const plain = read ? plainText(own, read) : own;
  const cast = castSql(plain, type, to, format ? {} : config.formats);
  // Files that differ in how they write a column bring it as found, beside the values as they are read.
  const found = format ? own : findColumn(schema, foundAs(name)) && identifier(foundAs(name));
  const written = found
    ? sql`case when ${plain} is null then null when ${cast} is null then ${found} else ${plain} end`
    : own;
  return [
    sql`${cast} as ${own}`,
    sql`${written} as ${identifier(writtenAs(name))}`,
    ...(format ? [sql`${own} as ${identifier(foundAs(name))}`] : []),
  ];
};

/** In the one form of its semantic type, beside what was written. */
const normalised = (
  normalise: (value: Sql) => Sql,
  type: string,
  { name, format }: Schema[number],
): readonly Sql[] => {
  const own = identifier(name);
  const plain = format ? plainText(own, format) : sql`${own}::varchar`;
  return [
    sql`(${normalise(plain)})::${keyword(type)} as ${own}`,
    sql`${plain} as ${identifier(writtenAs(name))}`,
    ...(format ? [sql`${own} as ${identifier(foundAs(name))}`] : []),
  ];
};

/** New columns that go on with no row, but to quarantine with those that do not. */
const setsAside = (config: CastConfig, name: string): boolean =>
  config.contract.drift.new_columns === 'quarantine_value' && !isOrigin(name) && isAdded(config, name);

const columnSql = (config: CastConfig, column: Schema[number], schema: Schema): readonly Sql[] => {
  const { name, type, found } = column;
  const { format } = column;
  const spec = specOf(config.contract.columns, name);
  if (spec?.normalise && spec.type) return normalised(spec.normalise, spec.type.text, column);
  const widened = specOf(config.widened ?? {}, name);
  const to = widened ?? spec?.type?.text ?? found ?? format?.type;
  const own = identifier(name);
  if (setsAside(config, name)) return [sql`${own} as ${identifier(asideAs(name))}`];
  return to === undefined || isBeside(name) || (to === type && !format)
    ? [own]
    : readText(config, column, to, schema);
};

const missing = ({ contract }: CastConfig, schema: Schema): readonly Sql[] =>
  Object.entries(contract.columns).flatMap(([name, { type }]) =>
    findColumn(schema, name)
      ? []
      : [sql`cast(null as ${keyword(type?.text ?? 'VARCHAR')}) as ${identifier(name)}`],
  );

const lower = ({ config, input }: NodeContext<CastConfig>, beside: readonly Sql[] = []): Sql => {
  const columns = input.schema.flatMap((column) => columnSql(config, column, input.schema));
  return sql`select ${joined([...columns, ...missing(config, input.schema), ...beside])} from ${input}`;
};

/** A column, and what stands beside it, come from the column of that name. */
const sourceOf = (schema: Schema, name: string): Schema[number] | undefined =>
  findColumn(schema, name) ??
  schema.find((own) => [writtenAs, foundAs, asideAs].some((beside) => beside(own.name) === name));

/** The first half of a contract on a reading node: each column as the contract types it, and as it was written. */
export const contractCast = defineNode({
  kind: 'contract_cast',
  family: 'transform',
  summary: 'Casts columns to the types of a contract, and keeps what was written.',
  description: '',
  config: z.custom<CastConfig>(),
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example: { document: '' },
  check: ({ config, input }) => columnFindings(config, input.schema),
  lower: (context) => lower(context),
  traces: (context) => ({ rows: lower(context, [identifier(TRACED)]), isOnce: true }),
  lineage: ({ input, schema }) => ({
    columns: Object.fromEntries(
      schema.map(({ name }) => {
        const source = sourceOf(input.schema, name);
        return [name, source ? [{ input: input.alias, column: source.name }] : []];
      }),
    ),
    rows: [],
  }),
});
