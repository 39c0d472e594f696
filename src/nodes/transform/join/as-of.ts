import {
  type Column,
  type Finding,
  findColumn,
  type Input,
  identifier,
  joined,
  keyword,
  type Sql,
  sql,
} from '../../../kit/index.js';
import type { OutputColumn } from '../../shared/columns.js';
import { unknownColumn } from '../../shared/findings.js';
import { firstRows, type Keyed, undisputedRows } from '../../shared/first-rows.js';
import { widened } from '../../shared/types.js';
import type { AsOf } from './as-of-config.js';
import type { Join } from './config.js';
import { columnSql, type KeyPair, keyPairs, sideKeySql } from './keys.js';

/** A join by time, with the columns of time and the type in which they are compared. */
interface Timed {
  readonly join: Join;
  readonly asOf: AsOf;
  readonly time: KeyPair;
}

const timedOf = (join: Join): Timed | undefined => {
  const { as_of: asOf } = join.config;
  if (!asOf) return undefined;
  const [left, right] = [findColumn(join.left.schema, asOf.left), findColumn(join.right.schema, asOf.right)];
  const type = left && right ? widened(left.type, right.type) : undefined;
  return left && right && type ? { join, asOf, time: { left, right, type, repairs: [] } } : undefined;
};

const moments = /^(DATE|TIMESTAMP.*)$/;

const wrongAge = ({ asOf: { max_age: age }, time }: Timed): readonly Finding[] => {
  const { type = '', columns = [] } = age?.binding ?? {};
  if (!age) return [];
  const path = ['as_of', 'max_age'];
  if (columns.length > 0) return [{ code: 'MR1023', message: '`max_age` is one value for all rows', path }];
  const isInterval = type === 'INTERVAL';
  if (isInterval === moments.test(time.type)) return [];
  const message = `a \`max_age\` of type ${type} does not fit times of type ${time.type}`;
  const mend = moments.test(time.type) ? 'write an interval such as `90 minutes`' : 'write a number';
  return [{ code: 'MR2107', message, path, notes: [mend] }];
};

const missing = (input: Input, side: 'left' | 'right', name: string): readonly Finding[] =>
  findColumn(input.schema, name) ? [] : [unknownColumn({ name, path: ['as_of', side] }, input)];

/** Columns of time that are not there or cannot be compared, and an age that does not fit them. */
export const asOfFaults = (join: Join): readonly Finding[] => {
  const { config, left, right } = join;
  const { as_of: asOf } = config;
  if (!asOf) return [];
  const unknown = [...missing(left, 'left', asOf.left), ...missing(right, 'right', asOf.right)];
  if (unknown.length > 0) return unknown;
  const timed = timedOf(join);
  if (timed) return wrongAge(timed);
  const message = `"${left.alias}.${asOf.left}" and "${right.alias}.${asOf.right}" cannot be compared`;
  return [{ code: 'MR2107', message, path: ['as_of', 'right'] }];
};

const isPresent = (input: Input, columns: readonly Column[]): Sql =>
  joined(
    columns.map(({ name }) => sql`${columnSql(input, name)} is not null`),
    ' and ',
  );

/** One right row for each key and time; what is null there is nobody's partner. */
const partners = ({ join, asOf, time }: Timed): Sql => {
  const { right } = join;
  const columns = [...keyPairs(join).map((pair) => pair.right), time.right];
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

/** What the join reads: FROM, and where an inner join has a bound on age, WHERE. */
const sourceOf = (timed: Timed): Sql => {
  const { join, asOf } = timed;
  const keys = keyPairs(join).map(
    (pair) => sql`${sideKeySql(join, 'left', pair)} = ${sideKeySql(join, 'right', pair)}`,
  );
  const order = keyword(asOf.direction === 'backward' ? '>=' : '<=');
  const nearest = sql`${timeSql(timed, 'left')} ${order} ${timeSql(timed, 'right')}`;
  const near = join.config.type === 'inner' ? isNear(timed) : undefined;
  const verb = keyword(join.config.type === 'left' ? 'asof left join' : 'asof join');
  const where = near ? sql` where ${near}` : keyword('');
  return sql`${join.left} ${verb} ${partners(timed)} on ${joined([...keys, nearest], ' and ')}${where}`;
};

/** A join by time: its outputs and what they are read from; undefined for any other join. */
export const asOfJoin = (
  join: Join,
  outputs: readonly OutputColumn[],
): { readonly outputs: readonly OutputColumn[]; readonly source: Sql } | undefined => {
  const timed = timedOf(join);
  return timed && { outputs: withinAge(timed, outputs), source: sourceOf(timed) };
};
