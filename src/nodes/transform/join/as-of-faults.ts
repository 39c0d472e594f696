import { type Finding, findColumn, type Input } from '../../../kit/index.js';
import { unknownColumn } from '../../shared/findings.js';
import { type Timed, timedOf } from './as-of.js';
import type { Join } from './config.js';

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
