import {
  type Input,
  identifier,
  joined,
  literal,
  type NodeContext,
  type OrderTerm,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { orderSql } from '../../shared/order.js';
import { type FolderConfig, maxPartitions, partitionColumns } from './folder.js';

/** What a file system takes for one name, in bytes. */
const LONGEST_NAME = 255;

const ROWS = identifier('all rows');

/** A partition's values as a person knows them. */
const shown = (column: string): Sql => sql`left(${identifier(column)}::varchar, 60)`;

/** Why the value of a column cannot name a folder; null where it can. */
const objection = (column: string): Sql => {
  const value = sql`${identifier(column)}::varchar`;
  const readAsNull = sql`${value} = '__HIVE_DEFAULT_PARTITION__' or upper(${value}) = 'NULL'`;
  const name = sql`url_encode(${literal(column)}) || '=' || url_encode(${value})`;
  const about = literal(`MR4015: column "${column}" has the text "`);
  return sql`case when ${readAsNull} then ${about} || ${shown(column)} || '", which readers of partitions take for a null'
    when strlen(${name}) > ${literal(LONGEST_NAME)} then ${about} || ${shown(column)} || '…", which is too long for the name of a folder' end`;
};

const distinct = (columns: readonly string[]): Sql =>
  sql`select distinct ${joined(columns.map((column) => identifier(column)))} from ${ROWS}`;

/**
 * True, or an error. A scalar subquery is run once and in full before the rows that it guards, so nothing is written
 * that could not be published.
 */
const canBeNamed = (columns: readonly string[]): Sql => {
  const first = sql`coalesce(${joined(columns.map(objection))})`;
  const worst = sql`select min(${first}) as complaint from (${distinct(columns)})`;
  return sql`coalesce((select error(complaint)::boolean from (${worst}) where complaint is not null), true)`;
};

const areFewEnough = (columns: readonly string[], most: number): Sql => {
  const counted = sql`select count(*) as n from (${distinct(columns)})`;
  const bound = literal(most);
  const complaint = sql`'MR4016: the rows fall into ' || n || ' partitions, and at most ' || ${bound} || ' are allowed'`;
  return sql`coalesce((select error(${complaint})::boolean from (${counted}) where n > ${bound}), true)`;
};

/** By partition first: the engine then has few files open, and fills each before it begins the next. */
const sorted = (input: Input, columns: readonly string[]): Sql => {
  const terms = columns.map((column): OrderTerm => ({ column, direction: 'asc', nulls: 'last' }));
  const within = (input.order ?? []).filter(({ column }) => !columns.includes(column));
  return orderSql([...terms, ...within], input);
};

/**
 * The rows as they are written; undefined for the input as it is. With partitions they are kept first, so that the
 * partitions are known before a file is begun, and the rows that were looked at are the rows that are written.
 *
 * @param converted the rows in types that the format has, where it lacks some
 */
export const writtenRows = (
  { config, input }: Pick<NodeContext<FolderConfig>, 'config' | 'input'>,
  converted?: Sql,
): Sql | undefined => {
  const columns = partitionColumns(config);
  if (columns.length === 0) return converted;
  const guards = sql`${canBeNamed(columns)} and ${areFewEnough(columns, maxPartitions(config))}`;
  return sql`with ${ROWS} as materialized (${converted ?? sql`select * from ${input}`})
select * from ${ROWS} as ${identifier(input.alias)} where ${guards} order by ${sorted(input, columns)}`;
};
