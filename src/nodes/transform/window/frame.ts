import { keyword, literal, type Sql, sql } from '../../../kit/index.js';
import type { End, WindowConfig } from './config.js';

/** Which rows around a row count for it. */
export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly from: End;
  readonly to: End;
}

/** All rows of the partition. */
export const whole: Frame = { unit: 'rows', from: null, to: null };

/** All rows up to the row itself. */
export const running: Frame = { unit: 'rows', from: null, to: 0 };

/** The frame as written, if there is one. */
export const frameOf = ({ frame }: WindowConfig): Frame | undefined => {
  if (!frame) return undefined;
  const { rows, range, groups } = frame;
  if (rows) return { unit: 'rows', from: rows[0], to: rows[1] };
  if (range) return { unit: 'range', from: range[0], to: range[1] };
  return groups && { unit: 'groups', from: groups[0], to: groups[1] };
};

export const isWhole = ({ from, to }: Frame): boolean => from === null && to === null;

/** The ends that lie at some distance of the row. */
export const offsetsOf = ({ from, to }: Frame): readonly (number | string)[] =>
  [from, to].flatMap((end) => (end === null || end === 0 ? [] : [end]));

const distance = (end: number | string): Sql =>
  typeof end === 'number' ? literal(Math.abs(end)) : sql`${literal(end.replace(/^[-+]/, ''))}::interval`;

const isBefore = (end: number | string): boolean => (typeof end === 'number' ? end < 0 : end.startsWith('-'));

const endSql = (end: End, outermost: 'preceding' | 'following'): Sql => {
  if (end === null) return keyword(`unbounded ${outermost}`);
  if (end === 0) return keyword('current row');
  return sql`${distance(end)} ${keyword(isBefore(end) ? 'preceding' : 'following')}`;
};

/** The frame as it stands in a window. */
export const frameSql = ({ unit, from, to }: Frame): Sql =>
  sql`${keyword(unit)} between ${endSql(from, 'preceding')} and ${endSql(to, 'following')}`;
