import { findColumn, identifier, joined, keyword, literal, type Sql, sql } from '../../../kit/index.js';
import { typeSql } from '../../shared/types.js';
import { madeColumns, rowColumns, spreadUse } from './columns.js';
import type { Pivoting } from './config.js';
import { hasValue, isListed, listedValues } from './values.js';

/** Names inside of the query: rows by `b`, the spread column `k`, measures `m`, whether a value is there `h`. */
const numbered = (letter: string, index: number): Sql => keyword(`${letter}${index + 1}`);

const KEY = keyword('k');
const GROUPS = identifier('pivot groups');

const columnSql = ({ input }: Pivoting, name: string): Sql =>
  sql`${identifier(input.alias)}.${identifier(name)}`;

/** The column that is spread. */
export const spreadSql = (pivoting: Pivoting): Sql => columnSql(pivoting, spreadUse(pivoting).column);

const measuresSql = ({ config }: Pivoting): Sql =>
  joined(Object.values(config.measures).map((measure, index) => sql`${measure} as ${numbered('m', index)}`));

/** One row for each combination of a row and a value, with the measures and the number of rows. */
const groupsSql = (pivoting: Pivoting): Sql => {
  const { config, input } = pivoting;
  const rows = rowColumns(pivoting).map((name) => columnSql(pivoting, name));
  const spread = spreadSql(pivoting);
  const named = [
    ...rows.map((row, index) => sql`${row} as ${numbered('b', index)}`),
    sql`${spread} as ${KEY}`,
  ];
  const where = config.unlisted === 'drop' ? sql` where ${isListed(spread, pivoting)}` : keyword('');
  return sql`select ${joined(named)}, ${measuresSql(pivoting)}, count(*) as n from ${input}${where} group by ${joined([...rows, spread])}`;
};

/** What the measures give over no rows: one row. The input itself is not read for it. */
const emptySql = (pivoting: Pivoting): Sql => {
  const { config, input } = pivoting;
  const used = Object.values(config.measures).flatMap(({ binding }) => binding?.columns ?? []);
  const columns = [...new Set(used.map(({ column }) => column))].map((name) => {
    const type = findColumn(input.schema, name)?.type ?? 'VARCHAR';
    return sql`cast(null as ${typeSql(type)}) as ${identifier(name)}`;
  });
  const none = sql`select ${columns.length > 0 ? joined(columns) : keyword('true as t')}`;
  return sql`select ${measuresSql(pivoting)} from (${none}) as ${identifier(input.alias)} where false group by ()`;
};

/** Says how many rows have no listed value, and which is the least. */
const complaint = (pivoting: Pivoting): Sql => {
  const before = literal(`MR4014: rows whose "${spreadUse(pivoting).column}" is not listed: `);
  const least = sql`coalesce('"' || left(${KEY}::varchar, 100) || '"', 'null')`;
  return sql`${before} || n || '; the least such value is ' || ${least}`;
};

/**
 * True, or an error when a row has no listed value. A scalar subquery over the groups, which are kept: it is run once
 * and in full, whatever filter or limit follows, and the input is read once.
 */
const allListed = (pivoting: Pivoting): Sql => {
  const others = sql`select ${KEY}, sum(n) over () as n from ${GROUPS} where (${isListed(KEY, pivoting)}) is not true`;
  const least = sql`select * from (${others}) order by ${KEY} nulls last limit 1`;
  return sql`coalesce((select error(${complaint(pivoting)})::boolean from (${least})), true)`;
};

/** The groups of each row side by side: for each value whether it is there, and the measures. */
const spreadRows = (pivoting: Pivoting): Sql => {
  const { config } = pivoting;
  const rows = rowColumns(pivoting).map((_, index) => numbered('b', index));
  const conditions = listedValues(config).map((value) => hasValue(KEY, value, pivoting));
  const found = conditions.map((condition, index) => sql`bool_or(${condition}) as ${numbered('h', index)}`);
  const cells = madeColumns(pivoting).map(
    ({ value, measure }, index) =>
      sql`first(${numbered('m', measure)}) filter (where ${conditions[value] ?? KEY}) as ${numbered('c', index)}`,
  );
  const where = config.unlisted === 'error' ? sql` where ${allListed(pivoting)}` : keyword('');
  const groups = rows.length > 0 ? joined(rows) : keyword('()');
  return sql`select ${joined([...rows, ...found, ...cells])} from ${GROUPS}${where} group by ${groups}`;
};

/** Groups by rows and values, spreads the groups, and fills in what has no rows. */
export const lowerPivot = (pivoting: Pivoting): Sql => {
  const rows = rowColumns(pivoting).map((name, index) => sql`${numbered('b', index)} as ${identifier(name)}`);
  const made = madeColumns(pivoting).map(
    ({ name, value, measure }, index) =>
      sql`case when ${numbered('h', value)} then ${numbered('c', index)} else ${numbered('m', measure)} end as ${identifier(name)}`,
  );
  const tables = sql`(${spreadRows(pivoting)}) as spread, (${emptySql(pivoting)}) as empty`;
  const select = sql`select ${joined([...rows, ...made])} from ${tables}`;
  return sql`select * from (with ${GROUPS} as materialized (${groupsSql(pivoting)}) ${select})`;
};
