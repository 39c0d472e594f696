import type { Column } from '../schema.js';
import { identifier, keyword, literal, type Sql, sql } from '../sql.js';

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

/** Whether a type has values inside of its values; such columns are no text in JSON. */
export const isNested = (type: string): boolean => /\[|struct|map|list|union|json/i.test(type);

/**
 * Whether quarantine keeps a value of this type as JSON: nested ones, but for those with floating point in them, since
 * JSON knows no NaN. All others are text.
 */
export const isKeptAsJson = (type: string): boolean => isNested(type) && !/FLOAT|DOUBLE/.test(type);

/** The text by which quarantine keeps the values of a column. */
export const keptText = ({ name, type }: Column): Sql => {
  if (type === 'VARCHAR') return identifier(name);
  return isKeptAsJson(type) ? sql`to_json(${identifier(name)})::varchar` : sql`${identifier(name)}::varchar`;
};

const WHOLE = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;
/** Whether a type holds whole numbers. */
export const isWhole = (type: string): boolean => WHOLE.test(type);

const DECIMAL = /^DECIMAL\(\d+,\s*(\d+)\)$/;
const MOMENT = /^TIMESTAMP(_S|_MS|_NS)?$/;
const FLOATING = new Set(['FLOAT', 'DOUBLE']);

/** The cast itself; what cannot be cast becomes null. */
export const castSql = (before: Sql, from: string, to: string, formats: Formats): Sql => {
  const format = to === 'DATE' ? formats.date : MOMENT.test(to) ? formats.timestamp : undefined;
  if (from !== 'VARCHAR' || format === undefined) return sql`try_cast(${before} as ${keyword(to)})`;
  return sql`try_cast(try_strptime(${before}, ${literal(format)}) as ${keyword(to)})`;
};

/** How it is told whether text that was cast says no more than its value. */
interface Exact {
  /** Holds for nearly every value, and is told fast; null where there is no value. */
  readonly usual: Sql;
  /** What decides of the others. */
  readonly otherwise: Sql;
}

/** The same text again, or a text of this form. */
const sameOr = ({ before, after }: Cast, pattern: string): Exact => ({
  usual: sql`${after}::varchar = ${before}`,
  otherwise: sql`regexp_full_match(trim(${before}), ${literal(pattern)})`,
});

/** Digits of a second that a type has room for. */
const DIGITS: Readonly<Record<string, number>> = { TIMESTAMP_S: 0, TIMESTAMP_MS: 3, TIMESTAMP_NS: 9 };

const clockPattern = (digits: number): string => `[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{0,${digits}}0*)?)?`;

/** There is no room for a zone, but for that of UTC, nor for more digits than the type has. */
const momentText = ({ before, after, to }: Cast): Exact => ({
  usual: sql`${after} is not null and ${before} like '____-__-__ __:__:__'`,
  otherwise: sql`regexp_full_match(trim(${before}), ${literal(`[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ]+${clockPattern(DIGITS[to] ?? 6)} *(Z|UTC)?)?`)})`,
});

const timeText = (cast: Cast): Exact => sameOr(cast, clockPattern(6));

const floatingText = ({ before, after }: Cast): Exact => ({
  usual: sql`isfinite(${after})`,
  otherwise: sql`regexp_matches(lower(${before}), 'inf|nan')`,
});

/** `12.7` is no INTEGER, `10:00+02:00` no TIMESTAMP. */
const exactText = (cast: Cast): Exact | undefined => {
  const { to } = cast;
  if (WHOLE.test(to)) return sameOr(cast, '[+-]?[0-9]+([.]0*)?');
  const scale = DECIMAL.exec(to)?.[1];
  if (scale !== undefined) return sameOr(cast, `[+-]?[0-9]*([.][0-9]{0,${scale}}0*)?`);
  if (FLOATING.has(to)) return floatingText(cast);
  if (to === 'DATE') {
    return sameOr(cast, '[0-9]{4}[-/ ][0-9]{1,2}[-/ ][0-9]{1,2}([T ]00:00(:00([.]0*)?)?Z?)?');
  }
  if (to === 'TIME') return timeText(cast);
  return MOMENT.test(to) ? momentText(cast) : undefined;
};

/** A value that is not text gives itself again when it is cast back. */
const exactValue = ({ from, to, before, after }: Cast): Exact | undefined =>
  to === 'VARCHAR'
    ? undefined
    : { usual: sql`try_cast(${after} as ${keyword(from)}) = ${before}`, otherwise: keyword('false') };

const formatted = ({ to }: Cast, formats: Formats): boolean =>
  (to === 'DATE' && formats.date !== undefined) || (MOMENT.test(to) && formats.timestamp !== undefined);

/** Whether a value took its type, and lost nothing by it; true where there was none. */
export const fitsSql = (cast: Cast, formats: Formats): Sql => {
  const { from, before, after } = cast;
  const isText = from === 'VARCHAR';
  const exact = isText ? (formatted(cast, formats) ? undefined : exactText(cast)) : exactValue(cast);
  if (!exact) return sql`(${before} is null or ${after} is not null)`;
  return sql`case when ${exact.usual} then true when ${before} is null then true when ${after} is null then false else ${exact.otherwise} end`;
};
