import * as z from 'zod';
import {
  defineNode,
  findColumn,
  identifier,
  joined,
  keyword,
  type NodeContext,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { columnFindings, isNew, isOrigin, specOf } from './columns.js';
import type { CastConfig } from './config.js';
import { castSql } from './fit.js';
import { writtenAs } from './names.js';

const columnSql = (config: CastConfig, { name, type, found }: Schema[number]): readonly Sql[] => {
  const to = specOf(config.contract.columns, name)?.type?.text ?? found;
  const own = identifier(name);
  if (to === undefined || to === type) return [own];
  const cast = castSql(own, type, to, config.formats);
  return [sql`${cast} as ${own}`, sql`${own} as ${identifier(writtenAs(name))}`];
};

const missing = ({ contract }: CastConfig, schema: Schema): readonly Sql[] =>
  Object.entries(contract.columns).flatMap(([name, { type }]) =>
    findColumn(schema, name)
      ? []
      : [sql`cast(null as ${keyword(type?.text ?? 'VARCHAR')}) as ${identifier(name)}`],
  );

const kept = (config: CastConfig, schema: Schema): Schema =>
  config.contract.drift.new_columns === 'quarantine_value'
    ? schema.filter(({ name }) => isOrigin(name) || !isNew(config.contract, name))
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
