import * as z from 'zod';
import {
  castSql,
  defineNode,
  findColumn,
  foundAs,
  identifier,
  joined,
  keyword,
  type NodeContext,
  plainText,
  type Schema,
  type Sql,
  specOf,
  sql,
  writtenAs,
} from '../../kit/index.js';
import { columnFindings, isAdded, isOrigin } from './columns.js';
import type { CastConfig } from './config.js';

/** Text of a format of its own is read by it; beside it stand the value in plain form, or what cannot be read, and the text as found. */
const readText = (config: CastConfig, { name, type, format }: Schema[number], to: string): readonly Sql[] => {
  const own = identifier(name);
  const plain = format ? plainText(own, format) : own;
  const cast = castSql(plain, type, to, format ? {} : config.formats);
  const written = format
    ? sql`case when ${plain} is null then null when ${cast} is null then ${own} else ${plain} end`
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

const columnSql = (config: CastConfig, column: Schema[number]): readonly Sql[] => {
  const { name, type, found } = column;
  const { format } = column;
  const spec = specOf(config.contract.columns, name);
  if (spec?.normalise && spec.type) return normalised(spec.normalise, spec.type.text, column);
  const widened = specOf(config.widened ?? {}, name);
  const to = widened ?? spec?.type?.text ?? found ?? format?.type;
  const own = identifier(name);
  return to === undefined || (to === type && !format) ? [own] : readText(config, column, to);
};

const missing = ({ contract }: CastConfig, schema: Schema): readonly Sql[] =>
  Object.entries(contract.columns).flatMap(([name, { type }]) =>
    findColumn(schema, name)
      ? []
      : [sql`cast(null as ${keyword(type?.text ?? 'VARCHAR')}) as ${identifier(name)}`],
  );

const kept = (config: CastConfig, schema: Schema): Schema =>
  config.contract.drift.new_columns === 'quarantine_value'
    ? schema.filter(({ name }) => isOrigin(name) || !isAdded(config, name))
    : schema;

const lower = ({ config, input }: NodeContext<CastConfig>): Sql => {
  const columns = kept(config, input.schema).flatMap((column) => columnSql(config, column));
  return sql`select ${joined([...columns, ...missing(config, input.schema)])} from ${input}`;
};

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
  lower,
});
