import * as z from 'zod';
import {
  defineNode,
  findColumn,
  identifier,
  joined,
  keyword,
  type NodeContext,
  ORIGIN_FILE,
  ORIGIN_ROW,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { columnFindings, isNew } from './columns.js';
import type { CastConfig } from './config.js';
import { castSql } from './fit.js';
import { writtenAs } from './names.js';

/** The columns of the contract as it names them, then those that it does not name. */
const ownType = ({ contract }: CastConfig, name: string): string | undefined =>
  Object.entries(contract.columns).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1].type?.text;

const columnSql = (config: CastConfig, { name, type, found }: Schema[number]): readonly Sql[] => {
  const to = ownType(config, name) ?? found;
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

const isAdded = (name: string): boolean => name === ORIGIN_FILE || name === ORIGIN_ROW;

const kept = (config: CastConfig, schema: Schema): Schema =>
  config.contract.drift.new_columns === 'quarantine_value'
    ? schema.filter(({ name }) => isAdded(name) || !isNew(config.contract, name))
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
