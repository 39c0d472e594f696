import {
  type Cell,
  type Column,
  type Input,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import type { Join } from './config.js';
import type { KeyEvidence } from './decide-repair.js';
import { columnSql, type KeyPair, keyPairs, keySql } from './keys.js';
import type { Repair } from './repair.js';

/** So many rows of each side are looked at; past them keys are taken to be like those before. */
export const LOOKED_ROWS = 5_000_000;

const k = (index: number): Sql => keyword(`k${index}`);

/** The different keys of a side; those with a null match nothing. */
const keysOf = (input: Input, columns: readonly Column[]): Sql => {
  const own = columns.map(({ name }, index) => sql`${columnSql(input, name)} as ${k(index)}`);
  const present = joined(
    columns.map((_, index) => sql`${k(index)} is not null`),
    ' and ',
  );
  return sql`select distinct * from (select ${joined(own)} from ${input} limit ${literal(LOOKED_ROWS)}) where ${present}`;
};

/** Keys as they are compared under some repairs. */
const comparedOf = (
  pairs: readonly KeyPair[],
  side: 'left' | 'right',
  repairs: readonly Repair[],
): readonly Sql[] => pairs.map((pair, index) => keySql(k(index), pair[side].type, { ...pair, repairs }));

const measures = (pairs: readonly KeyPair[], repairs: readonly Repair[]): readonly Sql[] => {
  const [left, right] = (['left', 'right'] as const).map((side) => {
    const columns = comparedOf(pairs, side, repairs).map((value, index) => sql`${value} as ${k(index)}`);
    return sql`(select ${joined(columns)} from ${keyword(`${side}_keys`)})`;
  }) as [Sql, Sql];
  const equal = joined(
    pairs.map((_, index) => sql`l.${k(index)} = r.${k(index)}`),
    ' and ',
  );
  return [
    sql`(select count(*) from ${left} l semi join ${right} r on ${equal})`,
    sql`(select count(*) from (select distinct * from ${left}))`,
    sql`(select count(*) from (select distinct * from ${right}))`,
  ];
};

const isMore = (input: Input): Sql =>
  sql`(select count(*) from (select 1 from ${input} limit ${literal(LOOKED_ROWS + 1)}))`;

/** SQL that gives, in one row, how many keys there are and what comes of each way of comparing them. */
export const measureKeys = (join: Join, ways: readonly (readonly Repair[])[]): Sql => {
  const pairs = keyPairs(join);
  const tables = (['left', 'right'] as const).map((side) => {
    const rows = keysOf(
      join[side],
      pairs.map((pair) => pair[side]),
    );
    return sql`${keyword(`${side}_keys`)} as materialized (${rows})`;
  });
  const values = [
    isMore(join.left),
    isMore(join.right),
    sql`(select count(*) from left_keys)`,
    sql`(select count(*) from right_keys)`,
    ...ways.flatMap((repairs) => measures(pairs, repairs)),
  ];
  return sql`select * from (with ${joined(tables)} select ${joined(values.map((value, index) => sql`${value} as ${keyword(`m${index}`)}`))})`;
};

/** What the row of `measureKeys` tells. */
export const keyEvidence = (
  { left, right }: Join,
  ways: readonly (readonly Repair[])[],
  row: readonly Cell[],
): KeyEvidence => {
  const [leftRows = 0, rightRows = 0, leftKeys = 0, rightKeys = 0, ...figures] = row.map(Number);
  return {
    left: { alias: left.alias, keys: leftKeys },
    right: { alias: right.alias, keys: rightKeys },
    tried: ways.map((repairs, index) => {
      const [matched = 0, distinctLeft = 0, distinctRight = 0] = figures.slice(index * 3, index * 3 + 3);
      return {
        repairs,
        matched,
        merged: { left: leftKeys - distinctLeft, right: rightKeys - distinctRight },
      };
    }),
    ...(Math.max(leftRows, rightRows) > LOOKED_ROWS ? { first: LOOKED_ROWS } : {}),
  };
};
