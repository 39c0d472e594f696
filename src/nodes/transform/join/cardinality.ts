import { type Input, identifier, joined, keyword, literal, type Sql, sql } from '../../../kit/index.js';
import type { Join, JoinConfig } from './config.js';
import { keyPairs, sideKeySql } from './keys.js';

/** An input as it stands in FROM, and the common table that it needs, if any. */
export interface Side {
  readonly from: Sql;
  readonly table?: Sql;
}

const position = (index: number): Sql => keyword(`k${index + 1}`);

/** Says which key stands most often; the least of them where several do. */
const complaint = (input: Input, count: number, { cardinality }: JoinConfig): Sql => {
  const parts = Array.from({ length: count }, (_, index) => sql`${position(index)}::varchar`);
  const where = literal(` times in input "${input.alias}", which must be unique for ${cardinality}`);
  return sql`'MR4012: key (' || concat_ws(', ', ${joined(parts)}) || ') stands ' || n || ${where}`;
};

/** Keys that stand more than once. One with a null matches nothing and counts for nothing. */
const repeatedKeys = (keys: readonly Sql[], from: Sql): Sql => {
  const columns = joined(keys.map((value, index) => sql`${value} as ${position(index)}`));
  const present = joined(
    keys.map((value) => sql`${value} is not null`),
    ' and ',
  );
  const groups = joined(keys);
  return sql`select ${columns}, count(*) as n from ${from} where ${present} group by ${groups} having count(*) > 1`;
};

/**
 * True, or an error when a key stands twice. A scalar subquery is run once and in full, before the rows it guards and
 * whatever filter or limit follows.
 */
const isUnique = (input: Input, keys: readonly Sql[], from: Sql, config: JoinConfig): Sql => {
  const positions = joined(keys.map((_, index) => position(index)));
  const worst = sql`select * from (${repeatedKeys(keys, from)}) order by n desc, ${positions} limit 1`;
  return sql`coalesce((select error(${complaint(input, keys.length, config)})::boolean from (${worst})), true)`;
};

const uniqueSides: Readonly<Record<JoinConfig['cardinality'], readonly ('left' | 'right')[]>> = {
  one_to_one: ['left', 'right'],
  one_to_many: ['left'],
  many_to_one: ['right'],
  many_to_many: [],
};

/** The sides whose keys must be unique. */
export const guardedSides = ({ cardinality }: JoinConfig): readonly ('left' | 'right')[] =>
  uniqueSides[cardinality];

/**
 * An input by itself, or guarded where the cardinality asks for unique keys. A guarded input is materialised, so that
 * the rows that are looked at are the rows that are joined, and are computed once.
 */
export const sideOf = (join: Join, side: 'left' | 'right'): Side => {
  const { config, [side]: input } = join;
  if (!uniqueSides[config.cardinality].includes(side)) return { from: sql`${input}` };
  const keys = keyPairs(join).map((pair) => sideKeySql(join, side, pair));
  const name = identifier(`unique ${side}`);
  const alias = identifier(input.alias);
  const from = sql`${name} as ${alias}`;
  return {
    table: sql`${name} as materialized (select * from ${input})`,
    from: sql`(select * from ${from} where ${isUnique(input, keys, from, config)}) as ${alias}`,
  };
};
