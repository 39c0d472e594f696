import {
  type Column,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  type Sql,
  sql,
} from '../../../kit/index.js';
import type { OutputColumn } from '../../shared/columns.js';
import { firstRows, type Keyed, undisputedRows } from '../../shared/first-rows.js';
import { widened } from '../../shared/types.js';
import type { AsOf } from './as-of-config.js';
import type { Join } from './config.js';
import { columnSql, type KeyPair, keyPairs, sideKeySql } from './keys.js';

/** A join by time, with the columns of time and the type in which they are compared. */
export interface Timed {
  readonly join: Join;
  readonly asOf: AsOf;
  readonly time: KeyPair;
}

/** Undefined for any other join, and where the columns of time are not there or cannot be compared. */
export const timedOf = (join: Join): Timed | undefined => {
  const { as_of: asOf } = join.config;
  if (!asOf) return undefined;
  const [left, right] = [findColumn(join.left.schema, asOf.left), findColumn(join.right.schema, asOf.right)];
  const type = left && right ? widened(left.type, right.type) : undefined;
  return left && right && type ? { join, asOf, time: { left, right, type, repairs: [] } } : undefined;
};

const isPresent = (input: Input, columns: readonly Column[]): Sql =>
  joined(
    columns.map(({ name }) => sql`${columnSql(input, name)} is not null`),
    ' and ',
  );

/** The right columns by which a partner is found, each once. */
const partnerColumns = ({ join, time }: Timed): readonly Column[] => [
  ...new Set([...keyPairs(join).map((pair) => pair.right), time.right]),
];

/** One right row for each key and time; what is null there is nobody's partner. */
const partners = (timed: Timed): Sql => {
  const { asOf } = timed;
  const { right } = timed.join;
  const columns = partnerColumns(timed);
  const alias = identifier(right.alias);
  const keyed: Keyed = {
    input: right,
    from: sql`(select * from ${right} where ${isPresent(right, columns)}) as ${alias}`,
    keys: columns.map(({ name }) => name),
    terms: [],
    complaint: `different rows in input "${right.alias}", so that none of them is the nearest`,
  };
  return sql`(${asOf.ties === 'least' ? firstRows(keyed) : undisputedRows(keyed)}) as ${alias}`;
};

const timeSql = ({ join, time }: Timed, side: 'left' | 'right'): Sql => sideKeySql(join, side, time);

/** Whether the partner is near enough; unknown where there is none. */
const isNear = (timed: Timed): Sql | undefined => {
  const { direction, max_age: age } = timed.asOf;
  if (!age) return undefined;
  const [left, right] = [timeSql(timed, 'left'), timeSql(timed, 'right')];
  return direction === 'backward' ? sql`${right} >= ${left} - ${age}` : sql`${right} <= ${left} + ${age}`;
};

/** A partner that is too far away is none: its columns are null. */
const withinAge = (timed: Timed, outputs: readonly OutputColumn[]): readonly OutputColumn[] => {
  const near = isNear(timed);
  if (!near || timed.join.config.type === 'inner') return outputs;
  const { alias } = timed.join.right;
  return outputs.map((output) =>
    output.uses.some(({ input }) => input === alias)
      ? { ...output, value: sql`case when ${near} then ${output.value} end` }
      : output,
  );
};

/**
 * The left value of a key; null where the row has no time. Beside equal keys the engine gives rows without a time a
 * partner where the left input has 64 rows or more (DuckDB 1.5.5).
 */
const timedKeySql = (timed: Timed, pair: KeyPair): Sql =>
  sql`case when ${timeSql(timed, 'left')} is not null then ${sideKeySql(timed.join, 'left', pair)} end`;

/** What follows ON: the keys are equal, and the right row's time is the nearest. */
const nearestSql = (timed: Timed): Sql => {
  const { join, asOf } = timed;
  const keys = keyPairs(join).map((pair, index) => {
    const left = index === 0 ? timedKeySql(timed, pair) : sideKeySql(join, 'left', pair);
    return sql`${left} = ${sideKeySql(join, 'right', pair)}`;
  });
  const order = keyword(asOf.direction === 'backward' ? '>=' : '<=');
  return joined([...keys, sql`${timeSql(timed, 'left')} ${order} ${timeSql(timed, 'right')}`], ' and ');
};

/** Where a partner that is too far away is left out with its row. */
const nearOnly = (timed: Timed): Sql => {
  const near = isNear(timed);
  return near ? sql` where ${near}` : keyword('');
};

/** What the join reads: FROM, and where an inner join has a bound on age, WHERE. */
const sourceOf = (timed: Timed): Sql => {
  const { left, config } = timed.join;
  const verb = keyword(config.type === 'left' ? 'asof left join' : 'asof join');
  const where = config.type === 'inner' ? nearOnly(timed) : keyword('');
  return sql`${left} ${verb} ${partners(timed)} on ${nearestSql(timed)}${where}`;
};

/** A join by time: its outputs and what they are read from; undefined for any other join. */
export const asOfJoin = (
  join: Join,
  outputs: readonly OutputColumn[],
): { readonly outputs: readonly OutputColumn[]; readonly source: Sql } | undefined => {
  const timed = timedOf(join);
  return timed && { outputs: withinAge(timed, outputs), source: sourceOf(timed) };
};

const CHOSEN = identifier('nearest in time');

/** Once for each left row with a partner, the partner's keys and time. Rows that tie have the same, so none is told from another. */
const chosen = (timed: Timed, columns: readonly Column[]): Sql => {
  const { left, right } = timed.join;
  const present = sql`(select * from ${right} where ${isPresent(right, columns)}) as ${identifier(right.alias)}`;
  const values = joined(columns.map(({ name }) => columnSql(right, name)));
  return sql`select ${values} from ${left} asof join ${present} on ${nearestSql(timed)}${nearOnly(timed)}`;
};

/**
 * How many rows each side has, and how many with a partner: on the right those that have the keys and the time of a
 * row that was chosen. Undefined for any other join.
 */
export const asOfPartners = (join: Join): Sql | undefined => {
  const timed = timedOf(join);
  if (!timed) return undefined;
  const { left, right } = join;
  const columns = partnerColumns(timed);
  const same = columns.map(({ name }) => sql`${columnSql(right, name)} = ${CHOSEN}.${identifier(name)}`);
  const all = (rows: Sql): Sql => sql`(select count(*) from ${rows})`;
  const met = sql`${right} semi join ${CHOSEN} on ${joined(same, ' and ')}`;
  const counts = [all(sql`${left}`), all(CHOSEN), all(sql`${right}`), all(met)];
  return sql`with ${CHOSEN} as materialized (${chosen(timed, columns)}) select ${joined(counts)}`;
};
