import { joined, keyword, literal, type Sql, sql } from '../../kit/index.js';

/** How a format writes moments, where the document pins it. */
export interface Formats {
  readonly date?: string;
  readonly timestamp?: string;
}

/** A column before and after its cast. */
export interface Cast {
  readonly from: string;
  readonly to: string;
  readonly before: Sql;
  readonly after: Sql;
}

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
const DECIMAL = /^DECIMAL\(\d+,\s*(\d+)\)$/;
const MOMENT = /^TIMESTAMP(_S|_MS|_NS)?$/;
const FLOATING = new Set(['FLOAT', 'DOUBLE']);

/** The cast itself; what cannot be cast becomes null. */
export const castSql = (before: Sql, from: string, to: string, formats: Formats): Sql => {
  const format = to === 'DATE' ? formats.date : MOMENT.test(to) ? formats.timestamp : undefined;
  if (from !== 'VARCHAR' || format === undefined) return sql`try_cast(${before} as ${keyword(to)})`;
  return sql`try_cast(try_strptime(${before}, ${literal(format)}) as ${keyword(to)})`;
};

/** The same text again, which is the case for nearly every value and is told fast; or a text of this form. */
const sameOr = ({ before, after }: Cast, pattern: string): Sql =>
  sql`(${after}::varchar = ${before} or regexp_full_match(trim(${before}), ${literal(pattern)}))`;

/** Whether text that was cast says no more than its value: `12.7` is no INTEGER, `10:00+02:00` no TIMESTAMP. */
const exactText = (cast: Cast): Sql | undefined => {
  const { to, before, after } = cast;
  if (WHOLE.test(to)) return sameOr(cast, '[+-]?[0-9]+([.]0*)?');
  const scale = DECIMAL.exec(to)?.[1];
  if (scale !== undefined) return sameOr(cast, `[+-]?[0-9]*([.][0-9]{0,${scale}}0*)?`);
  if (FLOATING.has(to)) return sql`(isfinite(${after}) or regexp_matches(lower(${before}), 'inf|nan'))`;
  if (to === 'DATE') {
    return sameOr(cast, '[0-9]{4}[-/ ][0-9]{1,2}[-/ ][0-9]{1,2}([T ]00:00(:00([.]0*)?)?Z?)?');
  }
  if (MOMENT.test(to)) {
    return sql`not regexp_matches(${before}, ':[0-9.]+ *[+-][0-9]{2}(:?[0-9]{2})?$')`;
  }
  return undefined;
};

/** Whether a value that is not text gives itself again when it is cast back. */
const exactValue = ({ from, to, before, after }: Cast): Sql | undefined =>
  to === 'VARCHAR' ? undefined : sql`try_cast(${after} as ${keyword(from)}) = ${before}`;

const formatted = ({ to }: Cast, formats: Formats): boolean =>
  (to === 'DATE' && formats.date !== undefined) || (MOMENT.test(to) && formats.timestamp !== undefined);

/** Whether a value took its type, and lost nothing by it; null where there was none. */
export const fitsSql = (cast: Cast, formats: Formats): Sql => {
  const { from, before, after } = cast;
  const isText = from === 'VARCHAR';
  const exact = isText ? (formatted(cast, formats) ? undefined : exactText(cast)) : exactValue(cast);
  const took = sql`${after} is not null`;
  return sql`(${before} is null or (${joined(exact ? [took, exact] : [took], ' and ')}))`;
};
